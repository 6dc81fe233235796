import * as recordings from '#server/recordings';
import { isLang } from '#server/kernel';
import { asKitError, ctxOf, declare } from '#server/web';
import { answerReady } from '../../../../conditional.ts';
import type { RequestHandler } from './$types';

export const _page = declare({ kind: 'endpoint', may: 'everyone' });

/** The podcast of a language: `be.xml`, and of a section of it: `?section=`. The same for everybody. */
export const GET: RequestHandler = async (event) => {
  const lang = /^([a-z]{2,3})\.xml$/.exec(event.params.file)?.[1] ?? '';
  const ctx = event.platform!.req.veche.ctx({ lang: isLang(lang) ? lang : ctxOf(event).lang });
  try {
    const origin = ctx.config.origins[0] ?? event.url.origin;
    const section = event.url.searchParams.get('section')?.slice(0, 64);
    const feed = await recordings.writePodcast(ctx, event.params.event, {
      ...{ lang, origin },
      ...(section ? { section } : {}),
    });
    return await answerReady(event.request, feed);
  } catch (caught) {
    throw asKitError(ctx, caught);
  }
};
