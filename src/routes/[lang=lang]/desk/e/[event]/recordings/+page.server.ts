import { z } from 'zod';
import type { EventDesk } from '#server/congress';
import type { Ctx } from '#server/kernel';
import * as recordings from '#server/recordings';
import { declare, formAction } from '#server/web';
import { languageNames } from '#lib/when/index.ts';
import { eventIdOf, eventLoad, pickWords, type SentForm } from '../../../parts/guard.ts';
import { dayIn, minutesIn, sizeIn, standingOf } from './shown.ts';

export const _page = declare({ kind: 'working', may: 'programme_editor' });

/** What is on its way in, what there is, and the ways in and out. */
export const load = eventLoad('recordings', async (ctx, desk, { url }) => {
  const { event } = desk;
  const uploads = await recordings.listUploads(ctx, event.id);
  const proposals = await recordings.proposeSessions(ctx, desk);
  const list = await recordings.listDeskRecordings(ctx, event.id);
  const refused = url.searchParams.get('refused') ?? '';
  return {
    ticket: recordings.makeUploadTicket(ctx, event.id),
    most: new Intl.NumberFormat(ctx.lang).format(ctx.config.VECHE_UPLOAD_GB),
    came: Number(/^\d{1,3}$/.exec(url.searchParams.get('came') ?? '')?.[0] ?? 0),
    refused: /^(archive|storage)\.[a-z_]{1,40}$/.test(refused) ? saidOf(ctx, refused) : '',
    other: url.searchParams.get('other') ?? '',
    proposed: proposals.length,
    uploads: uploads.map((one) => {
      const proposal = proposals.find(({ uploadId }) => uploadId === one.id);
      const session = proposal && desk.sessions.find(({ id }) => id === proposal.sessionId);
      return {
        id: one.id,
        name: one.name,
        state: one.state,
        fault: one.fault ? ctx.t(one.fault) : '',
        size:
          one.state === 'coming'
            ? ctx.t('archive.of_size', {
                done: sizeIn(ctx.lang, one.received),
                whole: sizeIn(ctx.lang, one.bytes),
              })
            : sizeIn(ctx.lang, one.bytes),
        minutes: one.seconds === undefined ? '' : minutesIn(ctx.t, one.seconds),
        title: recordings.titleOf(one.name),
        day: recordings.dayOf(one.name) ?? '',
        ...(session ? { session: { id: session.id, title: pickWords(session.title, ctx.lang) } } : {}),
      };
    }),
    rows: list.map((one) => ({
      id: one.id,
      title: pickWords(one.title, ctx.lang),
      about: [
        one.heldOn ? dayIn(ctx.lang, one.heldOn) : '',
        one.seconds > 0 ? minutesIn(ctx.t, one.seconds) : '',
        one.lang ? (languageNames[one.lang] ?? one.lang) : '',
      ].filter(Boolean),
      size: one.bytes > 0 ? sizeIn(ctx.lang, one.bytes) : '—',
      ...standingOf(ctx.t, ctx.lang, one),
    })),
    choices: choicesOf(ctx, desk),
    years: await recordings.getKeeping(ctx, event.id),
    exported: sizeIn(ctx.lang, await recordings.sizeOfExport(ctx, event.id)),
    hasPublished: list.some((one) => one.state === 'published'),
  };
});

const saidOf = (ctx: Ctx, code: string): string => ctx.t(code, { most: ctx.config.VECHE_UPLOAD_GB });

function choicesOf(ctx: Ctx, desk: EventDesk) {
  return {
    sessions: desk.sessions
      .filter((one) => one.kind !== 'break')
      .map((one) => ({
        value: one.id,
        text: [pickWords(one.title, ctx.lang).text, one.startsAt?.slice(0, 10) ?? '']
          .filter(Boolean)
          .join(' · '),
      })),
    sections: desk.sections.map((one) => ({ value: one.id, text: pickWords(one.title, ctx.lang).text })),
    langs: [...new Set(['be', 'ru', 'en', ...desk.event.langs])].map((one) => ({
      value: one,
      text: languageNames[one] ?? one,
    })),
  };
}

const back = (ctx: Ctx, { params }: SentForm, query = ''): { to: string } => ({
  to: `/${ctx.lang}/desk/e/${params.event}/recordings${query}`,
});

export const actions = {
  accept: formAction(recordings.acceptInput, async (ctx, input, event: SentForm) => {
    await recordings.acceptUpload(ctx, event.params.event ?? '', input);
    return back(ctx, event, '?saved');
  }),
  acceptAll: formAction(
    z.object({ publish: z.enum(['yes', 'no']).default('no') }),
    async (ctx, { publish }, event: SentForm) => {
      await recordings.acceptProposed(ctx, event.params.event ?? '', publish === 'yes');
      return back(ctx, event, '?saved');
    },
  ),
  drop: formAction(
    z.object({ upload: z.string().regex(/^[0-9a-z]{6,32}$/) }),
    async (ctx, { upload }, event: SentForm) => {
      await eventIdOf(ctx, event.params.event);
      await recordings.dropUpload(ctx, upload);
      return back(ctx, event, '?removed');
    },
  ),
  keep: formAction(recordings.keepingInput, async (ctx, { years }, event: SentForm) => {
    await recordings.setKeeping(ctx, await eventIdOf(ctx, event.params.event), years);
    return back(ctx, event, '?saved');
  }),
};
