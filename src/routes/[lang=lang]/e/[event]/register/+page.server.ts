import * as registration from '#server/registration';
import { declare, formAction, pageLoad } from '#server/web';
import { makeWhen } from '#lib/when/index.ts';
import { showTicket } from '../../../ticket/show.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';

export const _page = declare({ kind: 'working', may: 'everyone' });

export const load = pageLoad(async (ctx, event: PageServerLoadEvent) => {
  const view = await registration.getRegistration(ctx, event.params.event);
  const when = makeWhen(ctx.lang, ctx.zone || view.event.zone);
  const say = (at: Date | undefined) =>
    at && { iso: at.toISOString(), text: `${when.day(at)}, ${when.time(at)} (${when.offset(at)})` };
  event.setHeaders({ 'x-robots-tag': 'noindex' });
  return {
    view,
    opens: say(view.opensAt),
    closes: say(view.closesAt),
    box: view.state === 'open' ? registration.makeBox(ctx, view.event.id) : '',
    grace: registration.graceMinutes,
    longest: registration.longestText,
  };
});

export const actions = {
  default: formAction(
    registration.registerInput,
    async (ctx, input, event: RequestEvent) => {
      const { code, state } = await registration.register(ctx, event.params.event!, input);
      return { ticket: showTicket(code, state, event.url.origin, ctx.lang) };
    },
    // The ticket is in the sealed box of the form: sent again, it is shown again, and stored nowhere in between.
    { guest: true, repeatable: true },
  ),
};
