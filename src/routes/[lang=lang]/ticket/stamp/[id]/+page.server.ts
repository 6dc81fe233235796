import * as registration from '#server/registration';
import { declare, formAction, pageLoad } from '#server/web';
import type { PageServerLoadEvent, RequestEvent } from './$types';

export const _page = declare({ kind: 'working', may: 'everyone' });

export const load = pageLoad(async (ctx, event: PageServerLoadEvent) => {
  const { session, open, key } = await registration.getStampPoint(ctx, event.params.id);
  event.setHeaders({ 'x-robots-tag': 'noindex' });
  return {
    session: { id: session.id, title: session.title, event: session.event.slug },
    open,
    key: key ?? '',
  };
});

export const actions = {
  default: formAction(
    registration.stampInput,
    (ctx, input, event: RequestEvent) => registration.takeStamp(ctx, event.params.id!, input),
    // The same request gets the same answer from the command itself; nothing of it may be stored.
    { guest: true, repeatable: true, secret: ['blinded'] },
  ),
};
