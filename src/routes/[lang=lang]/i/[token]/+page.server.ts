import { z } from 'zod';
import { makeWhen } from '#lib/when/index.ts';
import * as accounts from '#server/accounts';
import { Refusal } from '#server/kernel';
import { declare, formAction, pageLoad, signInCookie } from '#server/web';
import { placeTitle, subjectName } from '../../account/place-title.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';

export const _page = declare({ kind: 'working', may: 'everyone' });

/** What the invitation is to; a used, expired or revoked one is a calm page of its own, not an error. */
export const load = pageLoad(async (ctx, event: PageServerLoadEvent) => {
  try {
    const { role, place, subject, expiresAt, box } = await accounts.previewInvitation(
      ctx,
      event.params.token,
    );
    const open = {
      role,
      place: await placeTitle(ctx, place),
      subject: await subjectName(ctx, subject),
      until: makeWhen(ctx.lang, ctx.zone || 'UTC').day(expiresAt),
      box,
    };
    return { open, signedIn: ctx.actor.kind === 'person' };
  } catch (caught) {
    if (!(caught instanceof Refusal) || caught.kind !== 'gone') throw caught;
    event.setHeaders({ 'x-robots-tag': 'noindex' });
    return { closed: caught.code, signedIn: ctx.actor.kind === 'person' };
  }
});

const placeOf = (lang: string, { role, place, subject }: accounts.Acceptance): string => {
  if (place.kind === 'session') return `/${lang}/s/${place.id}/backstage`;
  if (role === 'organiser' || role === 'programme_editor') return `/${lang}/desk`;
  // What came with a profile or a place in the crew has a page of its own.
  return subject ? `/${lang}/speaking` : `/${lang}/account`;
};

export const actions = {
  default: formAction(
    z.object({ box: z.string().max(1000).optional() }),
    async (ctx, { box }, event: RequestEvent) => {
      const accepted = await accounts.acceptInvitation(ctx, event.params.token, box ? { box } : {});
      signInCookie(event, accepted.token);
      return { to: placeOf(ctx.lang, accepted) };
    },
    // A second press must get the cookie again, so the command itself knows what it did (see its box).
    { guest: true, transaction: false },
  ),
};
