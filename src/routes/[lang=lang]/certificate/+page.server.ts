import * as registration from '#server/registration';
import type { Ctx } from '#server/kernel';
import { declare, formAction, pageLoad } from '#server/web';
import { drawSquare } from '../ticket/show.ts';
import { inWords } from './in-words.ts';
import type { RequestEvent } from './$types';

export const _page = declare({ kind: 'working', may: 'everyone' });

export const load = pageLoad(async (_ctx, event: { locals: App.Locals; setHeaders(all: object): void }) => {
  event.setHeaders({ 'x-robots-tag': 'noindex' });
  return {};
});

/** A link longer than this makes a square that no camera reads from paper. */
const longestSquare = 900;

export const actions = {
  default: formAction(
    registration.certificateInput,
    async (ctx: Ctx, input, event: RequestEvent) => {
      const { certificate, text } = await registration.issueCertificate(ctx, input);
      const link = `${event.url.origin}/${ctx.lang}/verify#${text}`;
      return {
        shown: inWords(ctx.lang, certificate),
        text,
        link,
        ...(link.length <= longestSquare && { square: drawSquare(link) }),
      };
    },
    // Asked again with the same name it is given again; neither the name nor the answer may be stored.
    { guest: true, repeatable: true },
  ),
};
