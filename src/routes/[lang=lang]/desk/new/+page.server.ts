import * as accounts from '#server/accounts';
import * as congress from '#server/congress';
import { zones } from '#server/kernel';
import { declare, formAction } from '#server/web';
import { deskLoad, pickWords } from '../parts/guard.ts';

export const _page = declare({ kind: 'working', may: 'organiser' });

export const load = deskLoad(async (ctx) => {
  await accounts.needRole(ctx, 'organiser', [accounts.installation]);
  const own = await congress.listDeskEvents(ctx);
  return {
    begins: [
      { value: '', text: ctx.t('editions.empty') },
      ...Object.keys(congress.eventTemplates).map((kind) => ({
        value: kind,
        text: ctx.t('editions.template', { kind: ctx.t(`desk.event_kind.${kind}`) }),
      })),
      ...own.slice(0, 50).map((event) => ({
        value: `copy:${event.id}`,
        text: ctx.t('editions.copy', { title: pickWords(event.title, ctx.lang).text }),
      })),
    ],
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
  default: formAction(congress.beginInput, async (ctx, input) => {
    await congress.beginEvent(ctx, input);
    return { to: `/${ctx.lang}/desk/e/${input.slug}?saved` };
  }),
};
