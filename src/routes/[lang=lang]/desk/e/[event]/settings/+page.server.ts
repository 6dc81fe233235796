import * as accounts from '#server/accounts';
import * as congress from '#server/congress';
import { zones } from '#server/kernel';
import { declare, formAction } from '#server/web';
import { eventIdOf, eventLoad, pickWords, type SentForm } from '../../../parts/guard.ts';
import { nothing } from '../../../parts/inputs.ts';

export const _page = declare({ kind: 'working', may: 'programme_editor' });

export const load = eventLoad('settings', async (ctx, desk, { url }) => ({
  stored: desk.event,
  title: pickWords(desk.event.title, ctx.lang).text,
  zones: [...new Set([...zones, desk.event.zone])].sort(),
  kinds: [...congress.eventKinds],
  isReleased: desk.releases.length > 0,
  removing: url.searchParams.has('remove'),
  mayRemove: await accounts.mayIn(ctx, 'organiser', [accounts.installation]),
  counts: { sessions: desk.sessions.length, speakers: desk.speakers.length, pages: desk.pages.length },
}));

export const actions = {
  save: formAction(congress.eventInput, async (ctx, input, { params }: SentForm) => {
    await congress.changeEvent(ctx, await eventIdOf(ctx, params.event), input);
    return { to: `/${ctx.lang}/desk/e/${input.slug}/settings?saved` };
  }),
  remove: formAction(nothing, async (ctx, _input, { params }: SentForm) => {
    await congress.removeEvent(ctx, await eventIdOf(ctx, params.event));
    return { to: `/${ctx.lang}/desk` };
  }),
};
