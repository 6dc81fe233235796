import * as congress from '#server/congress';
import * as live from '#server/live';
import { declare, formAction, pageLoad } from '#server/web';
import { z } from 'zod';
import { backTo, sessionIdOf } from '../address.ts';

export const _page = declare({ kind: 'working', may: 'interpreter' });

export const load = pageLoad(async (ctx, event: { params: { id: string }; locals: App.Locals; url: URL }) => {
  const session = await congress.getSession(ctx, event.params.id);
  const desk = await live.getLanguageDesk(ctx, session.id);
  const stage = await live.liveOf(ctx, session.id, session);
  return {
    session: { id: session.id, title: session.title },
    state: stage.state,
    desk,
    keys: desk.keeps ? await live.listCaptionKeys(ctx, session.id) : [],
    address: `${event.url.origin}/live/${session.id}/captions/${desk.captions[0]?.lang ?? ctx.lang}`,
    opens: await live.findCrewParts(ctx, session.id),
  };
});

const back = backTo('languages');
const boothInput = z.object({ language: live.langInput });

export const actions = {
  open: formAction(boothInput, async (ctx, { language }, event) => {
    await live.openBooth(ctx, sessionIdOf(event), language);
    return back(ctx, event);
  }),
  close: formAction(boothInput, async (ctx, { language }, event) => {
    await live.closeBooth(ctx, sessionIdOf(event), language);
    return back(ctx, event);
  }),
  // Its answer holds the key, which is shown once and never again.
  key: formAction(live.captionKeyInput, async (ctx, input, event) => ({
    key: await live.makeCaptionKey(ctx, sessionIdOf(event), input),
  })),
  revoke: formAction(z.object({ key: z.string().max(40) }), async (ctx, { key }, event) => {
    await live.revokeCaptionKey(ctx, sessionIdOf(event), key);
    return back(ctx, event);
  }),
};
