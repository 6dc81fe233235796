import { inTransaction, newSecret, type Ctx } from '#server/kernel';
import { livePart } from '../part.ts';
import { tellPart } from '../bus/tell.ts';
import { drawSlides, type Ended } from './draw.ts';
import type { DrawnPage } from './frames.ts';
import { showSlide } from './show.ts';

/** A job: draws what was sent, page by page, then throws it away. Begun anew, it begins from the first page. */
export async function drawDeck(
  ctx: Ctx,
  payload: Record<string, unknown>,
  draw: typeof drawSlides = drawSlides,
): Promise<void> {
  const deck = String(payload.deck ?? '');
  await inTurn(ctx, () => drawAll(ctx, deck, draw));
  if (typeof payload.show === 'number') await showFirst(ctx, deck, payload.show);
}

async function drawAll(ctx: Ctx, deck: string, draw: typeof drawSlides): Promise<void> {
  const files = await ctx.db
    .selectFrom('live.deck_source')
    .innerJoin('live.deck', 'live.deck.id', 'live.deck_source.deck_id')
    .select('bytes')
    .where('deck_id', '=', deck)
    .where('state', '=', 'waiting')
    .orderBy('n')
    .execute();
  if (files.length === 0) return;
  await ctx.db.deleteFrom('live.slide').where('deck_id', '=', deck).execute();
  let page = 0;
  const keep = async ({ text, ...drawn }: DrawnPage): Promise<void> => {
    page += 1;
    // Taken away meanwhile: the insertion fails, and with it the drawing, which the next try finds nothing of.
    await ctx.db
      .insertInto('live.slide')
      .values({
        deck_id: deck,
        page,
        name: newSecret(),
        text,
        width: drawn.width,
        height: drawn.height,
        large: Buffer.from(drawn.large),
        small: Buffer.from(drawn.small),
      })
      .execute();
  };
  const ended = await draw(
    files.map(({ bytes }) => bytes),
    keep,
  );
  await finish(ctx, deck, page, page === 0 ? (ended ?? 'empty') : ended);
}

async function finish(ctx: Ctx, deck: string, pages: number, ended: Ended): Promise<void> {
  await inTransaction(ctx, async (inner) => {
    const row = await inner.db
      .updateTable('live.deck')
      .set(ended ? { state: 'refused', fault: ended, pages: 0 } : { state: 'ready', pages })
      .where('id', '=', deck)
      .returning('session_id')
      .executeTakeFirst();
    if (!row) return;
    if (ended) await inner.db.deleteFrom('live.slide').where('deck_id', '=', deck).execute();
    await inner.db.deleteFrom('live.deck_source').where('deck_id', '=', deck).execute();
    await tellPart(inner, row.session_id, 'slides');
  });
}

async function showFirst(ctx: Ctx, deck: string, page: number): Promise<void> {
  const row = await ctx.db
    .selectFrom('live.deck')
    .leftJoin('live.slide_now', 'live.slide_now.session_id', 'live.deck.session_id')
    .select(['live.deck.session_id', 'live.slide_now.page'])
    .where('live.deck.id', '=', deck)
    .where('live.deck.pages', '>=', page)
    .executeTakeFirst();
  if (row && row.page === null) await showSlide(ctx, row.session_id, { deck, page });
}

/** One deck at a time in a process: each takes a core. */
async function inTurn(ctx: Ctx, work: () => Promise<void>): Promise<void> {
  const part = livePart(ctx);
  if (!part) return work();
  const turn = (part.drawing ?? Promise.resolve()).then(work, work);
  part.drawing = turn.catch(() => undefined);
  return turn;
}
