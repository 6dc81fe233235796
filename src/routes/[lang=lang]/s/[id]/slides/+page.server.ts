import * as congress from '#server/congress';
import { refuse, type Ctx } from '#server/kernel';
import * as live from '#server/live';
import { declare, formAction, pageLoad } from '#server/web';
import { z } from 'zod';
import { backTo, sessionIdOf, type AtSession } from '../address.ts';

export const _page = declare({ kind: 'working', may: 'speaker' });

/** Asked before a body is read, so that only who may send megabytes has them read. */
const before = async (ctx: Ctx, event: AtSession): Promise<void> =>
  void (await live.mustGiveSlides(ctx, sessionIdOf(event)));

/** Slides: given, laid ready, turned. */
export const load = pageLoad(async (ctx, event: { params: { id: string }; locals: App.Locals }) => {
  const session = await congress.getSession(ctx, event.params.id);
  const decks = await live.listDecks(ctx, session.id);
  const stage = await live.liveOf(ctx, session.id, session);
  return {
    session: { id: session.id, title: session.title },
    stage,
    decks,
    opens: await live.findCrewParts(ctx, session.id),
  };
});

const back = backTo('slides');

export const actions = {
  give: formAction(
    live.deckInput,
    async (ctx, { files, title, keeps }, event) => {
      const sent = files.filter((file) => file.size > 0);
      if (sent.reduce((size, file) => size + file.size, 0) > live.slidesLimit)
        throw refuse('invalid', 'slides.too_large');
      const bytes = await Promise.all(sent.map(async (file) => Buffer.from(await file.arrayBuffer())));
      await live.giveSlides(ctx, sessionIdOf(event), { title, keeps: keeps !== undefined, files: bytes });
      return back(ctx, event, '#decks');
    },
    { before },
  ),
  show: formAction(
    live.showInput,
    async (ctx, input, event) => {
      await live.showSlide(ctx, sessionIdOf(event), input);
      return back(ctx, event);
    },
    { before },
  ),
  hide: formAction(
    z.object({}),
    async (ctx, _input, event) => {
      await live.hideSlides(ctx, sessionIdOf(event));
      return back(ctx, event);
    },
    { before },
  ),
  change: formAction(
    live.deckMoveInput,
    async (ctx, input, event) => {
      await live.changeDeck(ctx, sessionIdOf(event), input);
      return back(ctx, event, '#decks');
    },
    { before },
  ),
};
