import * as congress from '#server/congress';
import * as live from '#server/live';
import { declare, pageLoad } from '#server/web';

export const _page = declare({ kind: 'reading', may: 'everyone' });

interface Event {
  params: { id: string; language: string };
  url: URL;
  locals: App.Locals;
}

/** Captions of one language as a text, half an hour a page; `#s-<second>` is the anchor of a line. */
export const load = pageLoad(async (ctx, event: Event) => {
  const session = await congress.getSession(ctx, event.params.id);
  const asked = Number(event.url.searchParams.get('part') ?? 1);
  const said = await live.getSaid(ctx, session.id, live.langOf(event.params.language), asked);
  const { state } = await live.liveOf(ctx, session.id, session);
  return {
    session: { id: session.id, title: session.title },
    state,
    said,
    languages: await live.listSaid(ctx, session.id),
  };
});
