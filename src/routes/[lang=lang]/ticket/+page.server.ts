import * as registration from '#server/registration';
import { declare, formAction, pageLoad } from '#server/web';
import { showTicket } from './show.ts';
import type { Ctx } from '#server/kernel';
import type { PageServerLoadEvent, RequestEvent } from './$types';

export const _page = declare({ kind: 'working', may: 'everyone' });

export const load = pageLoad(async (_ctx, event: PageServerLoadEvent) => {
  event.setHeaders({ 'x-robots-tag': 'noindex' });
  return { cancelled: event.url.searchParams.has('cancelled'), longest: registration.longestText };
});

type Done = 'answers' | 'here';
const show = async (ctx: Ctx, code: string, event: RequestEvent, done?: Done) => {
  const view = await registration.getTicket(ctx, code);
  return { view, ticket: showTicket(view.code, view.state, event.url.origin, ctx.lang), done };
};
// Nothing of an answer may be stored, and each of these may safely be done twice.
const options = { guest: true, repeatable: true, secret: ['code'] };

export const actions = {
  show: formAction(
    registration.ticketInput,
    (ctx, { code }, event: RequestEvent) => show(ctx, code, event),
    options,
  ),
  answers: formAction(
    registration.ticketAnswersInput,
    async (ctx, { code, answers }, event: RequestEvent) => {
      await registration.changeAnswers(ctx, code, answers);
      return show(ctx, code, event, 'answers');
    },
    { ...options, secret: [] },
  ),
  here: formAction(
    registration.ticketInput,
    async (ctx, { code }, event: RequestEvent) => {
      await registration.checkIn(ctx, code);
      return show(ctx, code, event, 'here');
    },
    options,
  ),
  cancel: formAction(
    registration.ticketInput,
    async (ctx, { code }) => {
      await registration.cancelTicket(ctx, code);
      return { to: `/${ctx.lang}/ticket?cancelled` };
    },
    { guest: true, secret: ['code'] },
  ),
};
