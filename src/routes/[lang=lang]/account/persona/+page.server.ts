import { z } from 'zod';
import * as accounts from '#server/accounts';
import { refuse, type Ctx } from '#server/kernel';
import { declare, formAction } from '#server/web';
import { ownPage } from '../own-page.ts';
import { placeTitle } from '../place-title.ts';
import { backTo } from '../back-to.ts';
import type { RequestEvent } from './$types';

export const _page = declare({ kind: 'working', may: 'person' });

/** `?place=event:<id>`: a place that is public; a persona is of no use in another. */
async function placeOf(ctx: Ctx, url: URL) {
  const [kind, id = ''] = (url.searchParams.get('place') ?? '').split(':');
  if ((kind !== 'event' && kind !== 'session') || !/^[0-9a-z]{1,40}$/.test(id)) {
    throw refuse('not_found', 'accounts.no_such_place');
  }
  const place: accounts.Place = { kind, id };
  const title = await placeTitle(ctx, place);
  if (!title.href) throw refuse('not_found', 'accounts.no_such_place');
  return { place, title };
}

export const load = ownPage(async (ctx, event) => {
  const { place, title } = await placeOf(ctx, event.url);
  return {
    title,
    mine: await accounts.myPersona(ctx, place),
    suggested: await accounts.suggestPersonas(ctx, place),
  };
});

const input = z
  .object({ suggested: z.string().max(60).default(''), pseudonym: z.string().max(200).default('') })
  .transform(({ suggested, pseudonym }) => pseudonym.trim() || suggested)
  .refine((chosen) => chosen !== '', { error: 'accounts.persona.missing', path: ['pseudonym'] });

export const actions = {
  default: formAction(input, async (ctx, pseudonym, event: RequestEvent) => {
    const { place } = await placeOf(ctx, event.url);
    await accounts.takePersona(ctx, place, pseudonym);
    return { to: backTo(event.url) || `/${ctx.lang}/account` };
  }),
};
