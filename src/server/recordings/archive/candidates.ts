import type * as congress from '#server/congress';
import type { Ctx, Words } from '#server/kernel';
import { matchName, type Candidate } from './match.ts';

/** Sessions of the programme as names of files may call them; numbered as they follow each other. */
export function candidatesOf(desk: congress.EventDesk): Candidate[] {
  const names = new Map(desk.speakers.map((one) => [one.id, Object.values(one.name as Words)]));
  return desk.sessions
    .filter((one) => one.kind !== 'break' && one.status !== 'cancelled')
    .toSorted((a, b) => (a.start?.getTime() ?? Infinity) - (b.start?.getTime() ?? Infinity))
    .map((one, at) => ({
      id: one.id,
      title: one.title,
      speakers: one.speakers
        .flatMap((speaker) => names.get(speaker) ?? [])
        .filter((name) => name !== undefined),
      ...(one.startsAt ? { day: one.startsAt.slice(0, 10) } : {}),
      number: at + 1,
    }));
}

export interface Proposal {
  uploadId: string;
  sessionId: string;
  sureness: number;
}

/** For each upload that is ready the session it is likely of; one that two files would be of is proposed for the surer one. */
export async function proposeSessions(ctx: Ctx, desk: congress.EventDesk): Promise<Proposal[]> {
  const ready = await ctx.db
    .selectFrom('recordings.upload')
    .select(['id', 'name'])
    .where('event_id', '=', desk.event.id)
    .where('state', '=', 'ready')
    .execute();
  const has = await ctx.db
    .selectFrom('recordings.recording')
    .select('session_id')
    .where('event_id', '=', desk.event.id)
    .where('session_id', 'is not', null)
    .execute();
  const taken = new Set(has.map((one) => one.session_id));
  const free = candidatesOf(desk).filter((one) => !taken.has(one.id));
  const found = ready.flatMap(({ id, name }): Proposal[] => {
    const match = matchName(name, free);
    return match ? [{ uploadId: id, sessionId: match.id, sureness: match.sureness }] : [];
  });
  const best = new Map<string, Proposal>();
  for (const one of found.toSorted((a, b) => b.sureness - a.sureness))
    if (!best.has(one.sessionId)) best.set(one.sessionId, one);
  return [...best.values()];
}
