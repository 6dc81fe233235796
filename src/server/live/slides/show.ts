import { audit, inTransaction, reads, refuse, type Ctx } from '#server/kernel';
import { z } from 'zod';
import { ensureStage, lockStage } from '../stage/stages.ts';
import { tellPart, topicOf } from '../bus/tell.ts';
import { mustGive } from './access.ts';
import { findDeck } from './decks.ts';
import { openCurrent } from './follow.ts';

export const showInput = z.object({
  deck: z.string().max(40),
  page: z.coerce.number().int().min(1).max(1000),
});

/**
 * Shows a page to everybody, from now on if the session is on, otherwise from its beginning. A page is named, never
 * "the next one", so that two taps turn one page. Refuses like `mustGive`, another's deck, and a page that isn't there.
 */
export async function showSlide(
  ctx: Ctx,
  sessionId: string,
  { deck, page }: z.infer<typeof showInput>,
): Promise<void> {
  const crew = await mustGive(ctx, sessionId);
  await inTransaction(ctx, async (inner) => {
    await lockStage(inner, sessionId);
    const { state, pages, now } = await findDeck(inner, sessionId, deck, crew);
    if (state !== 'ready') throw refuse('conflict', 'slides.not_ready');
    if (page > pages) throw refuse('invalid', 'slides.no_such_page', { pages });
    if (now === page) return;
    const stage = await ensureStage(inner, sessionId);
    if (stage.state === 'over') throw refuse('conflict', 'live.over');
    await inner.db
      .insertInto('live.slide_now')
      .values({ session_id: sessionId, deck_id: deck, page })
      .onConflict((conflict) => conflict.column('session_id').doUpdateSet({ deck_id: deck, page }))
      .execute();
    if (stage.state === 'live') await openCurrent(inner, sessionId);
    if (now === null) await audit(inner, 'live.slides_shown', `session:${sessionId}`);
    await tellPart(inner, sessionId, 'slides');
  });
}

/** Nothing is shown any more; what was stays as it was. Refuses like `mustGive`. */
export async function hideSlides(ctx: Ctx, sessionId: string): Promise<void> {
  await mustGive(ctx, sessionId);
  await inTransaction(ctx, async (inner) => {
    await lockStage(inner, sessionId);
    const gone = await inner.db
      .deleteFrom('live.slide_now')
      .where('session_id', '=', sessionId)
      .returning('page')
      .executeTakeFirst();
    if (!gone) return;
    await audit(inner, 'live.slides_hidden', `session:${sessionId}`);
    await tellPart(inner, sessionId, 'slides');
  });
}

export interface SlideNow {
  deck: string;
  page: number;
  pages: number;
  /** Its pictures and text are at `/slide/<name>.webp`, `/slide/<name>-small.webp` and `/slide/<name>.txt`. */
  name: string;
  width: number;
  height: number;
  text: string;
}

/** The page everybody sees now, of a session that the caller has seen to be public; undefined when there is none. */
export async function currentSlide(ctx: Ctx, sessionId: string): Promise<SlideNow | undefined> {
  reads(ctx, topicOf(sessionId));
  return ctx.db
    .selectFrom('live.slide_now as now')
    .innerJoin('live.stage as stage', 'stage.session_id', 'now.session_id')
    .innerJoin('live.deck as deck', 'deck.id', 'now.deck_id')
    .innerJoin('live.slide as slide', (join) =>
      join.onRef('slide.deck_id', '=', 'now.deck_id').onRef('slide.page', '=', 'now.page'),
    )
    .select(['deck.id as deck', 'now.page', 'deck.pages'])
    .select(['slide.name', 'slide.width', 'slide.height', 'slide.text'])
    .where('now.session_id', '=', sessionId)
    .where('stage.state', '=', 'live')
    .executeTakeFirst();
}

/** Many followers fetch a new page over this long, so that a small server hands it to all. */
const spreadOf = (followers: number): number => (followers > 4000 ? 4000 : followers > 500 ? 1500 : 0);

/** A part of the stream: which page stands on the stage; its picture and text are fetched by name. */
export async function slidesPart(ctx: Ctx, sessionId: string, followers = 0): Promise<object | undefined> {
  const now = await currentSlide(ctx, sessionId);
  if (!now) return {};
  const { deck, page, pages, name, width, height } = now;
  const spread = spreadOf(followers);
  return { deck, page, pages, name, width, height, spread, serverNow: ctx.now().getTime() };
}

/** What of slides stays with a session that is over: the pages that were shown, where whoever sent them wanted it. */
export async function keptSlides(ctx: Ctx, sessionId: string): Promise<SlideNow[]> {
  reads(ctx, topicOf(sessionId));
  return ctx.db
    .selectFrom('live.slide as slide')
    .innerJoin('live.deck as deck', 'deck.id', 'slide.deck_id')
    .innerJoin('live.stage as stage', 'stage.session_id', 'deck.session_id')
    .select(['deck.id as deck', 'slide.page', 'deck.pages'])
    .select(['slide.name', 'slide.width', 'slide.height', 'slide.text'])
    .where('deck.session_id', '=', sessionId)
    .where('stage.state', '=', 'over')
    .where('deck.keeps', '=', true)
    .where('slide.shown', '=', true)
    .orderBy('deck.seq')
    .orderBy('slide.page')
    .execute();
}
