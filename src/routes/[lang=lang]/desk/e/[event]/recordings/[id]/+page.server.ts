import * as recordings from '#server/recordings';
import type { Ctx } from '#server/kernel';
import { declare, formAction } from '#server/web';
import { languageNames } from '#lib/when/index.ts';
import { eventIdOf, eventLoad, pickWords, type SentForm } from '../../../../parts/guard.ts';
import { nothing } from '../../../../parts/inputs.ts';
import { standingOf } from '../shown.ts';

export const _page = declare({ kind: 'working', may: 'programme_editor' });

/** One recording: what it is, who sees it, and how it goes. */
export const load = eventLoad('recordings', async (ctx, desk, { params, url }) => {
  const one = await recordings.getDeskRecording(ctx, desk.event.id, params.id ?? '');
  return {
    id: one.id,
    title: pickWords(one.title, ctx.lang),
    stored: {
      title: one.title,
      session: one.sessionId ?? '',
      section: one.section ?? '',
      speakers: one.speakers.join('\n'),
      heldOn: one.heldOn ?? '',
      lang: one.lang ?? '',
      keepUntil: one.keepUntil ?? '',
    },
    isArchived: one.isArchived,
    state: one.state,
    canPublish: one.state !== 'published' && !(one.isArchived && one.isWanted && one.state === 'held'),
    page:
      one.state === 'published'
        ? `/${ctx.lang}${one.sessionId ? `/s/${one.sessionId}` : `/r/${one.id}`}`
        : '',
    work: (await recordings.mayWorkOn(ctx, one.id)) ? `/${ctx.lang}/r/${one.id}/edit` : '',
    standing: standingOf(ctx.t, ctx.lang, one),
    removing: url.searchParams.has('remove'),
    choices: {
      sessions: desk.sessions
        .filter(({ kind }) => kind !== 'break')
        .map((session) => ({ value: session.id, text: pickWords(session.title, ctx.lang).text })),
      sections: desk.sections.map(({ id, title }) => ({ value: id, text: pickWords(title, ctx.lang).text })),
      langs: [...new Set(['be', 'ru', 'en', ...desk.event.langs])].map((lang) => ({
        value: lang,
        text: languageNames[lang] ?? lang,
      })),
    },
  };
});

const idOf = ({ params }: SentForm): string => params.id ?? '';
const here = (ctx: Ctx, { params }: SentForm): { to: string } => ({
  to: `/${ctx.lang}/desk/e/${params.event}/recordings/${params.id}?saved`,
});

export const actions = {
  save: formAction(recordings.factsInput, async (ctx, input, event: SentForm) => {
    await recordings.changeRecording(ctx, event.params.event ?? '', idOf(event), input);
    return here(ctx, event);
  }),
  publish: formAction(nothing, async (ctx, _input, event: SentForm) => {
    const eventId = await eventIdOf(ctx, event.params.event);
    const { isArchived } = await recordings.getDeskRecording(ctx, eventId, idOf(event));
    if (isArchived) await recordings.publishArchived(ctx, eventId, idOf(event));
    else await recordings.publishRecording(ctx, idOf(event));
    return here(ctx, event);
  }),
  withdraw: formAction(nothing, async (ctx, _input, event: SentForm) => {
    const eventId = await eventIdOf(ctx, event.params.event);
    await recordings.withdrawFromDesk(ctx, eventId, idOf(event));
    return here(ctx, event);
  }),
  retry: formAction(nothing, async (ctx, _input, event: SentForm) => {
    await recordings.retryRecording(ctx, await eventIdOf(ctx, event.params.event), idOf(event));
    return here(ctx, event);
  }),
  erase: formAction(nothing, async (ctx, _input, event: SentForm) => {
    await recordings.eraseRecording(ctx, await eventIdOf(ctx, event.params.event), idOf(event));
    return { to: `/${ctx.lang}/desk/e/${event.params.event}/recordings?removed` };
  }),
};
