import * as congress from '#server/congress';
import { changed, refuse, type Ctx } from '#server/kernel';
import { seatOwner } from '../places.ts';
import { topicOf } from '../bus/tell.ts';

/** So long after a session its slides are still there, in case it goes on. */
const graceMs = 24 * 3_600_000;

/** A job of every night: slides that nobody wanted to stay go a day after their session. */
export async function forgetSlides(ctx: Ctx): Promise<void> {
  const decks = await ctx.db
    .selectFrom('live.deck')
    .innerJoin('live.stage', 'live.stage.session_id', 'live.deck.session_id')
    .select(['live.deck.id', 'live.deck.session_id', 'live.stage.state', 'live.deck.state as drawn'])
    .where((where) => where.or([where('keeps', '=', false), where('live.deck.state', '=', 'refused')]))
    .execute();
  for (const { id, session_id: session, state, drawn } of decks) {
    const places = await congress.findSessionPlaces(ctx, session);
    const end = places?.start && places.start.getTime() + places.minutes * 60_000;
    const isOld =
      drawn === 'refused' ||
      !places ||
      (end === undefined ? state === 'over' : state !== 'live' && end + graceMs < ctx.now().getTime());
    if (!isOld) continue;
    await ctx.db.deleteFrom('live.deck').where('id', '=', id).execute();
    await changed(ctx, topicOf(session));
  }
}

/**
 * Slides that somebody gave to a session don't stay with it, whatever was wanted when they were given: nobody but its crew sees
 * them once it is over, and a day after it they are gone. Twice is once. Refuses everybody but the system.
 */
export async function unkeepSlides(ctx: Ctx, sessionId: string, owner: Buffer): Promise<void> {
  if (ctx.actor.kind !== 'system') throw refuse('forbidden', 'slides.not_yours');
  const gone = await ctx.db
    .updateTable('live.deck')
    .set({ keeps: false })
    .where('session_id', '=', sessionId)
    .where('owner', '=', owner)
    .where('keeps', '=', true)
    .returning('id')
    .execute();
  if (gone.length > 0) await changed(ctx, topicOf(sessionId));
}

/** A person's decks, found by trying each session's blind index: nothing stored joins them. */
async function ownDecks(ctx: Ctx, personId: string) {
  const rows = await ctx.db
    .selectFrom('live.deck')
    .select(['id', 'session_id', 'owner', 'title', 'keeps', 'pages'])
    .where('owner', 'is not', null)
    .execute();
  return rows.filter((row) => row.owner?.equals(seatOwner(ctx, row.session_id, personId)));
}

export const exportSlides = async (ctx: Ctx, personId: string) =>
  (await ownDecks(ctx, personId)).map(({ session_id, title, keeps, pages }) => ({
    session: session_id,
    title,
    keeps,
    pages,
  }));

/** They are the person's: they go with them, shown or not. */
export async function eraseSlides(ctx: Ctx, personId: string): Promise<void> {
  for (const { id, session_id } of await ownDecks(ctx, personId)) {
    await ctx.db.deleteFrom('live.deck').where('id', '=', id).execute();
    await changed(ctx, topicOf(session_id));
  }
}
