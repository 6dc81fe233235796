import { z } from 'zod';
import * as congress from '#server/congress';
import { declare, formAction } from '#server/web';
import { makeWhen } from '#lib/when/index.ts';
import { eventIdOf, eventLoad, type SentForm } from '../../../parts/guard.ts';
import { sessionRows } from '../../../parts/session-rows.ts';

export const _page = declare({ kind: 'working', may: 'programme_editor' });

export const load = eventLoad('release', (ctx, desk, { url }) => {
  const when = makeWhen(ctx.lang, desk.event.zone);
  const rows = sessionRows(desk, ctx.lang).filter((row) => row.status === 'confirmed');
  const newest = [...desk.releases].sort((a, b) => b.number - a.number);
  return {
    unreleased: desk.unreleased,
    waiting: desk.unreleased.added + desk.unreleased.changed + desk.unreleased.removed,
    confirmed: rows.length,
    drafts: desk.sessions.filter((session) => session.status === 'draft').length,
    unplaced: rows.filter((row) => row.when === '' || row.room === '').length,
    tight: rows.filter((row) => row.tight).length,
    clashCount: desk.clashes.length,
    suggestion: ctx.t('desk.version', { number: (newest[0]?.number ?? 0) + 1 }),
    done: url.searchParams.has('done'),
    releases: newest.slice(0, 50).map((one) => ({
      number: one.number,
      name: one.name,
      at: `${when.date(one.at)}, ${when.time(one.at)}`,
      sessions: one.sessions,
    })),
  };
});

const releaseInput = z.object({ name: z.string().trim().max(120).default('') });

export const actions = {
  default: formAction(releaseInput, async (ctx, { name }, { params }: SentForm) => {
    await congress.releaseProgramme(ctx, await eventIdOf(ctx, params.event), name);
    return { to: `/${ctx.lang}/desk/e/${params.event}/release?done` };
  }),
};
