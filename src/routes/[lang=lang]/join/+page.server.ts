import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import * as accounts from '#server/accounts';
import { isLang } from '#server/kernel';
import { declare, formAction, pageLoad, signInCookie } from '#server/web';
import { backTo } from '../account/back-to.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';
import { dropBox, keepBox, readBox } from './words-cookie.ts';

export const _page = declare({ kind: 'working', may: 'everyone' });

/** Three steps of one page: choose a language, `?words=be` shows the words, `?step=back` asks for them. */
export const load = pageLoad(async (ctx, event: PageServerLoadEvent) => {
  const to = backTo(event.url);
  const signedIn = ctx.actor.kind === 'person';
  const lang = event.url.searchParams.get('words');
  const box = readBox(event);
  if (event.url.searchParams.get('step') === 'back') {
    const wordsLang = accounts.langOfWords(ctx, box);
    if (!wordsLang) redirect(303, `/${ctx.lang}/join${to ? `?to=${encodeURIComponent(to)}` : ''}`);
    return { step: 'back' as const, wordsLang, words: [] as string[], to, signedIn, exit: true };
  }
  if (!isLang(lang))
    return { step: 'lang' as const, wordsLang: ctx.lang, words: [] as string[], to, signedIn, exit: true };
  const begun = accounts.beginWords(ctx, lang, box);
  keepBox(event, begun.box);
  return { step: 'words' as const, wordsLang: lang, words: begun.words, to, signedIn, exit: true };
});

const input = z.object({
  typed: accounts.typedWords,
  label: z.string().max(40).default(''),
});

export const actions = {
  default: formAction(
    input,
    async (ctx, { typed, label }, event: RequestEvent) => {
      const words = accounts.typedBack(ctx, readBox(event), typed);
      const one =
        ctx.actor.kind === 'person'
          ? await accounts.setWords(ctx, words)
          : await accounts.createPerson(ctx, { words, label });
      signInCookie(event, one.token);
      dropBox(event);
      const own = `/${ctx.lang}/account`;
      const to = backTo(event.url) || own;
      // who came for their own page sees there that it is done
      return { to: to === own ? `${own}?made` : to };
    },
    { guest: true },
  ),
};
