import { addJob, audit, inTransaction, newId, refuse, type Ctx } from '#server/kernel';
import { z } from 'zod';
import { ensureStage, lockStage } from '../stage/stages.ts';
import { tellPart } from '../bus/tell.ts';
import { isTheirs, mustGive, type Crew } from './access.ts';
import { fileLimit, kindOf, mostDecks } from './limits.ts';

export const deckInput = z.object({
  title: z.string().trim().max(120).default(''),
  keeps: z.literal('yes').optional(),
  files: z.array(z.instanceof(File)).max(300, 'slides.too_many_pictures'),
});
export const deckMoveInput = z.object({
  deck: z.string().max(40),
  act: z.enum(['keep', 'unkeep', 'remove']),
});

export interface GivenSlides {
  title: string;
  keeps: boolean;
  files: readonly Buffer[];
  /** The page to stand on the stage as soon as it is drawn, if nothing else does. */
  show?: number;
}

/**
 * Takes slides in: one PDF or pictures in their order. They are drawn behind the scenes, which `listDecks` tells of.
 * Refuses like `mustGive`, what is neither, what is too large, and a session that has many decks already; answers its id.
 */
export async function giveSlides(ctx: Ctx, sessionId: string, given: GivenSlides): Promise<string> {
  const crew = await mustGive(ctx, sessionId);
  const { files } = given;
  if (files.length === 0) throw refuse('invalid', 'slides.no_file');
  if (files.reduce((size, file) => size + file.length, 0) > fileLimit)
    throw refuse('invalid', 'slides.too_large');
  const kinds = new Set(files.map((file) => kindOf(file)));
  if (kinds.has(undefined)) throw refuse('invalid', 'slides.neither');
  if (kinds.has('pdf') && files.length > 1) throw refuse('invalid', 'slides.one_pdf');
  return inTransaction(ctx, async (inner) => {
    await ensureStage(inner, sessionId);
    await lockStage(inner, sessionId);
    const had = await inner.db
      .selectFrom('live.deck')
      .select('id')
      .where('session_id', '=', sessionId)
      .execute();
    if (had.length >= mostDecks) throw refuse('conflict', 'slides.too_many');
    const id = newId();
    await inner.db
      .insertInto('live.deck')
      .values({
        id,
        session_id: sessionId,
        owner: crew.owner ?? null,
        title: given.title,
        keeps: given.keeps,
      })
      .execute();
    for (const [n, bytes] of files.entries())
      await inner.db.insertInto('live.deck_source').values({ deck_id: id, n, bytes }).execute();
    await addJob(
      inner,
      'live:draw_deck',
      { deck: id, ...(given.show && { show: given.show }) },
      { maxAttempts: 3 },
    );
    await audit(inner, 'live.slides_given', `session:${sessionId}`);
    return id;
  });
}

/** Keeps a deck with its session or not, or takes it away at once, for everybody. Refuses like `mustGive`, and another's deck. */
export async function changeDeck(
  ctx: Ctx,
  sessionId: string,
  { deck, act }: z.infer<typeof deckMoveInput>,
): Promise<void> {
  const crew = await mustGive(ctx, sessionId);
  await inTransaction(ctx, async (inner) => {
    await lockStage(inner, sessionId);
    const { owner } = await findDeck(inner, sessionId, deck, crew);
    if (!isTheirs(crew, owner)) throw refuse('not_found', 'slides.no_such_deck');
    if (act === 'remove') {
      await inner.db.deleteFrom('live.deck').where('id', '=', deck).execute();
      await audit(inner, 'live.slides_removed', `session:${sessionId}`);
    } else {
      await inner.db
        .updateTable('live.deck')
        .set({ keeps: act === 'keep' })
        .where('id', '=', deck)
        .execute();
    }
    await tellPart(inner, sessionId, 'slides');
  });
}

/** A deck of this session that this person may turn the pages of. Not for the door. */
export async function findDeck(ctx: Ctx, sessionId: string, deck: string, crew: Crew) {
  const row = await ctx.db
    .selectFrom('live.deck')
    .leftJoin('live.slide_now', 'live.slide_now.deck_id', 'live.deck.id')
    .select(['live.deck.id', 'owner', 'state', 'pages', 'live.slide_now.page as now'])
    .where('live.deck.session_id', '=', sessionId)
    .where('live.deck.id', '=', deck)
    .executeTakeFirst();
  // What is on the stage is in the hands of all who speak on it.
  if (!row || !(isTheirs(crew, row.owner) || row.now !== null))
    throw refuse('not_found', 'slides.no_such_deck');
  return row;
}

export interface Deck {
  id: string;
  title: string;
  state: 'waiting' | 'ready' | 'refused';
  fault?: string;
  keeps: boolean;
  /** Undefined while it is not shown. */
  now?: number;
  /** Names of its pages' pictures, in order; of a waiting deck as far as they are drawn. */
  slides: { page: number; name: string; width: number; height: number; shown: boolean }[];
  /** Whether it may be kept, taken away or chosen by whoever asks, and not only turned. */
  isTheirs: boolean;
}

/** The decks of a session: one's own and the one on show; whoever leads sees all. Refuses like `mustGive`. */
export async function listDecks(ctx: Ctx, sessionId: string): Promise<Deck[]> {
  const crew = await mustGive(ctx, sessionId);
  const decks = await ctx.db
    .selectFrom('live.deck')
    .leftJoin('live.slide_now', 'live.slide_now.deck_id', 'live.deck.id')
    .select(['live.deck.id', 'owner', 'title', 'state', 'fault', 'keeps', 'live.slide_now.page as now'])
    .where('live.deck.session_id', '=', sessionId)
    .orderBy('seq')
    .execute();
  const seen = decks.filter((deck) => isTheirs(crew, deck.owner) || deck.now !== null);
  const slides = await ctx.db
    .selectFrom('live.slide')
    .select(['deck_id', 'page', 'name', 'width', 'height', 'shown'])
    .where('deck_id', 'in', ['', ...seen.map((deck) => deck.id)])
    .orderBy('page')
    .execute();
  const of = Map.groupBy(slides, (slide) => slide.deck_id);
  return seen.map((deck) => ({
    id: deck.id,
    title: deck.title,
    state: deck.state as Deck['state'],
    ...(deck.fault !== null && { fault: deck.fault }),
    keeps: deck.keeps,
    ...(deck.now !== null && { now: deck.now }),
    slides: (of.get(deck.id) ?? []).map(({ deck_id: _, ...slide }) => slide),
    isTheirs: isTheirs(crew, deck.owner),
  }));
}
