import * as recordings from '#server/recordings';
import { isLang } from '#server/kernel';
import { asKitError, ctxOf, declare } from '#server/web';
import { answerReady } from '../../../conditional.ts';
import type { RequestHandler } from './$types';

export const _page = declare({ kind: 'endpoint', may: 'everyone' });

/** The recordings of one event as an Atom feed. The same for everybody; a reader that has it gets 304. */
export const GET: RequestHandler = async (event) => {
  const lang = isLang(event.params.lang) ? event.params.lang : ctxOf(event).lang;
  const ctx = event.platform!.req.veche.ctx({ lang });
  try {
    const origin = ctx.config.origins[0] ?? event.url.origin;
    return await answerReady(
      event.request,
      await recordings.writeRecordingsAtom(ctx, event.params.event, origin),
    );
  } catch (caught) {
    throw asKitError(ctx, caught);
  }
};
