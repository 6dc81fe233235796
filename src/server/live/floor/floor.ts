import { audit, inTransaction, refuse, type Ctx, type DB } from '#server/kernel';
import type { FloorKind, FloorRule, FloorTerms, PointCategory, Spoken, Waiting } from '#lib/floor/index.ts';
import type { Selectable } from 'kysely';
import { holds } from '../places.ts';
import { ensureStage } from '../stage/stages.ts';
import { tellPart } from '../bus/tell.ts';
import { spentNow } from './clock.ts';
import { findSpeech, type SpeechRow } from './speech.ts';

/** Who decides who speaks; a moderator watches conduct and may not. */
export const chairing = ['chair', 'host', 'organiser'] as const;

export type FloorRow = Selectable<DB['live.floor']>;
type EntryRow = Selectable<DB['live.floor_entry']>;

/** A list nobody has changed yet. */
export const freshFloor = {
  version: 0,
  revision: 0,
  is_open: false,
  points_when_closed: true,
  kinds: ['contribution', 'for', 'against', 'reply', 'question', 'point'],
  rules: ['first_time'],
  groups: [] as string[],
  speech_seconds: 180,
  short_seconds: 60,
  person_seconds: null,
  group_seconds: null,
  quorum: null,
} satisfies Partial<FloorRow>;

export const termsOf = (
  floor: Pick<FloorRow, 'rules' | 'speech_seconds' | 'short_seconds' | 'person_seconds' | 'group_seconds'>,
): FloorTerms => ({
  rules: floor.rules as FloorRule[],
  speechMs: floor.speech_seconds * 1000,
  shortMs: floor.short_seconds * 1000,
  ...(floor.person_seconds === null ? {} : { personMs: floor.person_seconds * 1000 }),
  ...(floor.group_seconds === null ? {} : { groupMs: floor.group_seconds * 1000 }),
});

/** Refuses a guest and whoever does not chair this session. */
export async function mustChair(ctx: Ctx, sessionId: string): Promise<void> {
  if (ctx.actor.kind === 'guest') throw refuse('unauthenticated', 'live.sign_in_first');
  if (!(await holds(ctx, sessionId, chairing))) throw refuse('forbidden', 'floor.not_chair');
}

/**
 * One change of the list at a time: the stage's row is locked first, everything is read after it.
 * Refuses `not_found` where no such session is public, `conflict` when it is over.
 */
export async function withFloor<T>(
  ctx: Ctx,
  sessionId: string,
  work: (inner: Ctx, floor: FloorRow) => Promise<T>,
): Promise<T> {
  return inTransaction(ctx, async (inner) => {
    const found = (await lockFloor(inner, sessionId)) ?? (await makeFloor(inner, sessionId));
    if (found.state === 'over') throw refuse('conflict', 'live.over');
    return work(inner, found);
  });
}

/** Locked and read in one go: whoever waits for the lock holds up everybody behind them. */
const lockFloor = (ctx: Ctx, sessionId: string) =>
  ctx.db
    .selectFrom('live.stage')
    .innerJoin('live.floor', 'live.floor.session_id', 'live.stage.session_id')
    .selectAll('live.floor')
    .select('live.stage.state')
    .where('live.stage.session_id', '=', sessionId)
    .forNoKeyUpdate()
    .executeTakeFirst();

async function makeFloor(ctx: Ctx, sessionId: string) {
  await ensureStage(ctx, sessionId);
  await ctx.db
    .insertInto('live.floor')
    .values({ session_id: sessionId })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return (await lockFloor(ctx, sessionId))!;
}

/** The list is another now: followers are told. */
export async function listChanged(ctx: Ctx, sessionId: string): Promise<void> {
  await ctx.db
    .updateTable('live.floor')
    .set((eb) => ({ revision: eb('revision', '+', 1) }))
    .where('session_id', '=', sessionId)
    .execute();
  await tellPart(ctx, sessionId, 'floor');
}

/**
 * A decision of a chair, made on the `version` they saw. The same one sent again is done once; one made on an older state
 * is refused with what is now. `command` says what was decided, ids included.
 */
export async function decide(
  ctx: Ctx,
  sessionId: string,
  version: number,
  command: string,
  work: (inner: Ctx, floor: FloorRow) => Promise<void>,
): Promise<void> {
  await mustChair(ctx, sessionId);
  await withFloor(ctx, sessionId, async (inner, floor) => {
    const said = `${version} ${command}`.slice(0, 2000);
    if (floor.last_command === said) return;
    if (floor.version !== version) {
      const now = await findSpeech(inner, sessionId);
      throw now
        ? refuse('conflict', 'floor.moved_on', { name: now.shown_as ?? '' })
        : refuse('conflict', 'floor.moved_on_nobody');
    }
    await work(inner, floor);
    await inner.db
      .updateTable('live.floor')
      .set({ version: version + 1, last_command: said })
      .where('session_id', '=', sessionId)
      .execute();
    await audit(inner, `live.floor_${command.split(' ')[0]}`, `session:${sessionId}`);
    await listChanged(inner, sessionId);
  });
}

/** To the sums of time a person is their blind index, a name without an account is itself. */
const whoOf = (row: Pick<EntryRow | SpeechRow, 'owner' | 'shown_as' | 'id'>): string =>
  row.owner ? row.owner.toString('base64') : `name ${row.shown_as?.trim().toLocaleLowerCase() ?? row.id}`;

export const toWaiting = (row: EntryRow): Waiting => ({
  id: row.id,
  name: row.shown_as,
  who: whoOf(row),
  kind: row.kind as FloorKind,
  seq: row.seq,
  ...(row.category ? { category: row.category as PointCategory } : {}),
  ...(row.group_name ? { group: row.group_name } : {}),
  ...(row.reply_to ? { replyTo: row.reply_to } : {}),
  ...(row.pinned_at === null ? {} : { pinnedAt: row.pinned_at }),
  ...(row.pin_reason ? { pinReason: row.pin_reason } : {}),
});

export const toSpoken = (row: SpeechRow, now: Date): Spoken => ({
  id: row.id,
  name: row.shown_as ?? '',
  who: whoOf(row),
  kind: row.kind as FloorKind,
  ...(row.group_name ? { group: row.group_name } : {}),
  ms: row.spent_ms ?? spentNow(row, now),
});

export const readWaiting = async (ctx: Ctx, sessionId: string): Promise<Waiting[]> =>
  (
    await ctx.db
      .selectFrom('live.floor_entry')
      .selectAll()
      .where('session_id', '=', sessionId)
      .orderBy('seq')
      .execute()
  ).map(toWaiting);

export const readSpeeches = (ctx: Ctx, sessionId: string): Promise<SpeechRow[]> =>
  ctx.db
    .selectFrom('live.floor_speech')
    .selectAll()
    .where('session_id', '=', sessionId)
    .orderBy('seq')
    .execute();
