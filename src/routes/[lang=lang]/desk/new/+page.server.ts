import * as accounts from '#server/accounts';
import * as congress from '#server/congress';
import { zones } from '#server/kernel';
import { declare, formAction } from '#server/web';
import { deskLoad } from '../parts/guard.ts';

export const _page = declare({ kind: 'working', may: 'organiser' });

export const load = deskLoad(async (ctx) => {
  await accounts.needRole(ctx, 'organiser', [accounts.installation]);
  return {
    zones: [...zones],
    kinds: [...congress.eventKinds],
    stored: {
      kind: 'congress',
      status: 'draft',
      slug: '',
      days: 2,
      dayStartsAt: 0,
      zone: 'Europe/Vilnius',
      langs: [ctx.lang],
      startsOn: ctx.now().toISOString().slice(0, 10),
    },
  };
});

export const actions = {
  default: formAction(congress.eventInput, async (ctx, input) => {
    await congress.createEvent(ctx, input);
    return { to: `/${ctx.lang}/desk/e/${input.slug}?saved` };
  }),
};
