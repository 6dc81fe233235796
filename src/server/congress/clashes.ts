import { pick, type Ctx } from '#server/kernel';
import { needReader } from './access.ts';
import { readDrafts, type DraftRows } from './drafts.ts';
import { listClashes as findPairs } from './formats/clashes.ts';
import type { Clash } from './desk-shapes.ts';

/** Every pair of sessions that overlap in one room or share a speaker, drafts included. Refuses whoever may not edit: `not_found`. */
export async function listClashes(ctx: Ctx, eventId: string): Promise<Clash[]> {
  await needReader(ctx, eventId, 'congress.no_such_event');
  return clashesOf(ctx, await readDrafts(ctx, eventId));
}

export function clashesOf(ctx: Ctx, drafts: DraftRows): Clash[] {
  const sessions = new Map(drafts.sessions.map((session) => [session.id, session]));
  const pairs = findPairs(
    drafts.sessions
      .filter((session) => session.status !== 'cancelled')
      .map((session) => ({
        key: session.id,
        minutes: session.minutes,
        people: session.speakers.map((key) => ({ key })),
        ...(session.starts_at && { start: session.starts_at.toISOString() }),
        ...(session.room_id && { room: session.room_id }),
      })),
  );
  const rooms = new Map(drafts.rooms.map((room) => [room.id, room.title]));
  const names = new Map(drafts.speakers.map((speaker) => [speaker.id, speaker.name]));
  const show = (id: string) => {
    const { title, starts_at } = sessions.get(id)!;
    return { id, title: pick(title, ctx.lang), start: starts_at! };
  };
  const clash = (kind: Clash['kind'], of: string, [a, b]: [string, string]): Clash => ({
    kind,
    of,
    name: pick(kind === 'room' ? rooms.get(of) : names.get(of), ctx.lang),
    sessions: [show(a), show(b)],
  });
  return [
    ...pairs.room.map((pair) => clash('room', sessions.get(pair[0])!.room_id!, pair)),
    ...pairs.speaker.map((pair) => {
      const other = new Set(sessions.get(pair[1])!.speakers);
      return clash('speaker', sessions.get(pair[0])!.speakers.find((id) => other.has(id)) ?? '', pair);
    }),
  ];
}
