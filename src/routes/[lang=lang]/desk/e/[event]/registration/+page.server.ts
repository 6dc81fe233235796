import { z } from 'zod';
import * as congress from '#server/congress';
import * as registration from '#server/registration';
import { declare, formAction } from '#server/web';
import { eventIdOf, eventLoad, pickWords, type SentForm } from '../../../parts/guard.ts';

export const _page = declare({ kind: 'working', may: 'programme_editor' });

/** How one registers, what was asked, and what came of it in numbers. */
export const load = eventLoad('registration', async (ctx, desk, { url }) => {
  const { id, zone } = desk.event;
  const settings = await registration.readSettings(ctx, id);
  const totals = await registration.getTotals(ctx, id);
  const groups = await registration.listGroups(ctx, id);
  const wall = (at: Date | undefined) => (at ? congress.toWallClock(at, zone) : '');
  const sections = desk.sections.map((section) => ({
    id: section.id,
    title: pickWords(section.title, ctx.lang),
    ...totals.sections.find((one) => one.id === section.id),
  }));
  return {
    stored: {
      mode: settings.mode,
      opensAt: wall(settings.opensAt),
      closesAt: wall(settings.closesAt),
      places: totals.places ?? '',
      sections: Object.fromEntries(totals.sections.map((section) => [section.id, section.places])),
      keepDays: settings.keepDays,
      certificateMin: settings.certificateMin,
    },
    waiting: settings.waiting,
    zone,
    sections,
    totals: {
      ...totals,
      sessions: totals.sessions.map((session) => ({
        ...session,
        title: pickWords(desk.sessions.find((one) => one.id === session.id)?.title ?? {}, ctx.lang),
      })),
      questions: totals.questions.map((question) => ({
        ...question,
        title: pickWords(question.title, ctx.lang),
        counts: question.counts.map((one) => ({
          ...one,
          words:
            question.kind === 'yes_no'
              ? { text: ctx.t(one.id === 'yes' ? 'registration.yes' : 'registration.no'), lang: ctx.lang }
              : pickWords(one.words, ctx.lang),
        })),
      })),
    },
    groups,
    changing: groups.find((one) => one.id === url.searchParams.get('group') && !one.revoked),
    slug: desk.event.slug,
  };
});

const back = (lang: string, slug: string | undefined) => ({
  to: `/${lang}/desk/e/${slug}/registration?saved`,
});
const id = z.string().max(40);

export const actions = {
  save: formAction(registration.settingsInput, async (ctx, input, { params }: SentForm) => {
    await registration.saveSettings(ctx, await eventIdOf(ctx, params.event), input);
    return back(ctx.lang, params.event);
  }),
  group: formAction(registration.groupInput, async (ctx, input, { params, url }: SentForm) => {
    const { code } = await registration.makeGroup(ctx, await eventIdOf(ctx, params.event), input);
    return { code, places: input.places, link: `${url.origin}/${ctx.lang}/e/${params.event}/register` };
  }),
  places: formAction(
    registration.groupInput.pick({ places: true }).extend({ group: id }),
    async (ctx, { group, places }, { params }: SentForm) => {
      await registration.setGroupPlaces(ctx, await eventIdOf(ctx, params.event), group, places);
      return back(ctx.lang, params.event);
    },
  ),
  revoke: formAction(z.object({ group: id }), async (ctx, { group }, { params }: SentForm) => {
    await registration.revokeGroup(ctx, await eventIdOf(ctx, params.event), group);
    return back(ctx.lang, params.event);
  }),
};
