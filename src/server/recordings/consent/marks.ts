import * as congress from '#server/congress';
import * as live from '#server/live';
import { reads, Refusal, type Ctx } from '#server/kernel';
import { readConsents, topicOf, type Choice, type ConsentRow } from './rows.ts';

/** What is shown beside somebody on the stage. `held`: kept, and shown to nobody until they say so. */
export type Mark = 'picture' | 'voice' | 'words' | 'no' | 'held';

const markOf: Record<Choice, Mark> = {
  picture: 'picture',
  voice: 'voice',
  transcript: 'words',
  none: 'no',
  later: 'held',
  unasked: 'held',
};

export interface Marks {
  isRecorded: boolean;
  /** By the sign of whoever is on the stage, as in the state of the session. */
  people: Record<string, Mark>;
}

/** Whether a session is recorded, and what of whom; for everybody. Refuses `not_found` where no such session is public. */
export async function getMarks(ctx: Ctx, sessionId: string): Promise<Marks> {
  reads(ctx, topicOf(sessionId));
  const { record } = await congress.getSession(ctx, sessionId);
  if (!record) return { isRecorded: false, people: {} };
  const rows = new Map((await readConsents(ctx, sessionId)).map((row) => [row.identity, row]));
  const on = (await live.listHeard(ctx, sessionId)).filter((one) => one.isOn && one.kind === 'voice');
  return {
    isRecorded: true,
    people: Object.fromEntries(
      on.map((one) => [one.motif, mark(rows.get(one.identity) ?? sameAs(rows, one.owner))]),
    ),
  };
}

const mark = (row: ConsentRow | undefined): Mark =>
  row?.is_revoked ? 'no' : markOf[(row?.choice ?? 'unasked') as Choice];

const sameAs = (rows: Map<string, ConsentRow>, owner: Buffer): ConsentRow | undefined =>
  [...rows.values()].find((row) => row.owner?.equals(owner));

/** The part `consent` of a session's stream. */
export async function marksPart(ctx: Ctx, sessionId: string): Promise<object | undefined> {
  try {
    return await getMarks({ ...ctx, actor: { kind: 'guest' } }, sessionId);
  } catch (error) {
    if (error instanceof Refusal && error.kind === 'not_found') return undefined;
    throw error;
  }
}
