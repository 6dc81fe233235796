import type { Ctx } from '#server/kernel';
import { handsBand } from '../talk/part.ts';
import { getTalk, type Talk } from '../talk/settings.ts';
import { findThing, type ThingKind } from '../talk/things.ts';
import { mayResume, mustModerate } from './policy.ts';
import { findStage } from '../stage/stages.ts';

/** Somebody visible, by the name they chose here. */
export interface SeatToRemove {
  identity: string;
  shownAs: string;
  place: string;
  isRemoved: boolean;
}

export interface ReportedThing {
  kind: ThingKind;
  id: string;
  text: string;
  by?: string;
  /** Hidden already, by so many reports. */
  isHidden: boolean;
  count: number;
}

/** A moderator's view: what was written, never by whom. */
export interface ModeratorDesk {
  state: string;
  isStopped: boolean;
  mayResume: boolean;
  talk: Talk;
  hands: number;
  reported: ReportedThing[];
  /** Newest first. */
  messages: { id: string; text: string; by?: string; hidden?: 'moderator' | 'reports' }[];
  seats: SeatToRemove[];
}

/** What a moderator works with. Refuses a guest and whoever does not moderate here. */
export async function getModeratorDesk(ctx: Ctx, sessionId: string): Promise<ModeratorDesk> {
  await mustModerate(ctx, sessionId);
  const stage = await findStage(ctx, sessionId);
  const messages = await ctx.db
    .selectFrom('live.message')
    .select(['id', 'text', 'signed_as', 'hidden'])
    .where('session_id', '=', sessionId)
    .orderBy('seq', 'desc')
    .limit(60)
    .execute();
  const seats = await ctx.db
    .selectFrom('live.seat')
    .select(['identity', 'shown_as', 'place', 'barred'])
    .where('session_id', '=', sessionId)
    .orderBy('barred')
    .orderBy('shown_as')
    .limit(300)
    .execute();
  return {
    state: stage?.state ?? 'closed',
    isStopped: stage?.stopped ?? false,
    mayResume: await mayResume(ctx, sessionId),
    talk: await getTalk(ctx, sessionId),
    hands: await handsBand(ctx, sessionId),
    reported: await listReported(ctx, sessionId),
    messages: messages.map(({ id, text, signed_as: by, hidden }) => ({
      id,
      text,
      ...(by ? { by } : {}),
      ...(hidden ? { hidden: hidden as 'moderator' | 'reports' } : {}),
    })),
    seats: seats.map((seat) => ({
      identity: seat.identity,
      shownAs: seat.shown_as,
      place: seat.place,
      isRemoved: seat.barred,
    })),
  };
}

/** What was reported and nobody has looked at, the most reported first. */
async function listReported(ctx: Ctx, sessionId: string): Promise<ReportedThing[]> {
  const rows = await ctx.db
    .selectFrom('live.report')
    .select(['kind', 'thing', (eb) => eb.fn.countAll<number>().as('count')])
    .where('session_id', '=', sessionId)
    .groupBy(['kind', 'thing'])
    .orderBy('count', 'desc')
    .orderBy('thing')
    .limit(50)
    .execute();
  const found: ReportedThing[] = [];
  for (const row of rows) {
    const thing = await findThing(ctx, sessionId, row.kind as ThingKind, row.thing);
    // Older messages have gone by themselves.
    if (thing)
      found.push({
        kind: row.kind as ThingKind,
        id: row.thing,
        text: thing.text,
        ...(thing.by ? { by: thing.by } : {}),
        isHidden: thing.hidden !== undefined,
        count: Number(row.count),
      });
  }
  return found;
}
