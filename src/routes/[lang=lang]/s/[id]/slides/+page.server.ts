import * as congress from '#server/congress';
import { refuse, type Ctx } from '#server/kernel';
import * as live from '#server/live';
import { declare, formAction, pageLoad } from '#server/web';
import { z } from 'zod';

export const _page = declare({ kind: 'working', may: 'speaker' });

interface Event {
  params: Partial<Record<string, string>>;
}
const idOf = ({ params }: Event): string => {
  if (!params.id) throw refuse('not_found', 'congress.no_such_session');
  return params.id;
};
/** Asked before a body is read, so that only who may send megabytes has them read. */
const before = async (ctx: Ctx, event: Event): Promise<void> =>
  void (await live.mustGiveSlides(ctx, idOf(event)));

/** Slides: given, laid ready, turned. */
export const load = pageLoad(async (ctx, event: { params: { id: string }; locals: App.Locals }) => {
  const session = await congress.getSession(ctx, event.params.id);
  const decks = await live.listDecks(ctx, session.id);
  const stage = await live.liveOf(ctx, session.id, session);
  return {
    session: { id: session.id, title: session.title },
    stage,
    decks,
    mayRun: await live.mayRun(ctx, session.id),
  };
});

const back = (ctx: Ctx, event: Event, place = ''): { to: string } => ({
  to: `/${ctx.lang}/s/${idOf(event)}/slides${place}`,
});

export const actions = {
  give: formAction(
    live.deckInput,
    async (ctx, { files, title, keeps }, event) => {
      const sent = files.filter((file) => file.size > 0);
      if (sent.reduce((size, file) => size + file.size, 0) > live.slidesLimit)
        throw refuse('invalid', 'slides.too_large');
      const bytes = await Promise.all(sent.map(async (file) => Buffer.from(await file.arrayBuffer())));
      await live.giveSlides(ctx, idOf(event), { title, keeps: keeps !== undefined, files: bytes });
      return back(ctx, event, '#decks');
    },
    { before },
  ),
  show: formAction(
    live.showInput,
    async (ctx, input, event) => {
      await live.showSlide(ctx, idOf(event), input);
      return back(ctx, event);
    },
    { before },
  ),
  hide: formAction(
    z.object({}),
    async (ctx, _input, event) => {
      await live.hideSlides(ctx, idOf(event));
      return back(ctx, event);
    },
    { before },
  ),
  change: formAction(
    live.deckMoveInput,
    async (ctx, input, event) => {
      await live.changeDeck(ctx, idOf(event), input);
      return back(ctx, event, '#decks');
    },
    { before },
  ),
};
