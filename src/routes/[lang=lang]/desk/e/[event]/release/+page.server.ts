import { z } from 'zod';
import * as congress from '#server/congress';
import { declare, formAction } from '#server/web';
import { makeTeller, sayChange, sayCounts, versionName } from '#lib/changes/index.ts';
import { makeWhen } from '#lib/when/index.ts';
import { clashRows } from '../../../parts/clash-rows.ts';
import { eventIdOf, eventLoad, pickWords, type SentForm } from '../../../parts/guard.ts';
import { sessionRows } from '../../../parts/session-rows.ts';

export const _page = declare({ kind: 'working', may: 'programme_editor' });

/** How many differences, and how many people, are listed before one asks for all. */
const most = 60;
const mostPeople = 40;

export const load = eventLoad('release', async (ctx, desk, { url }) => {
  const teller = makeTeller(ctx.t, ctx.lang, desk.event.zone);
  const when = makeWhen(ctx.lang, desk.event.zone);
  const plan = await congress.getReleasePlan(ctx, desk.event.id);
  const rows = sessionRows(desk, ctx.lang).filter((row) => row.status === 'confirmed');
  const { releases } = await congress.listReleases(ctx, desk.event.id);
  const last = releases[0];
  const isWhole = url.searchParams.has('all');
  const open = desk.clashes.filter((clash) => clash.accepted === undefined);
  const tied = plan.tells.filter((one) => one.isTied);
  return {
    isFirst: !last,
    isSame: plan.isSame,
    seen: plan.seen,
    against: last && ctx.t('changes.desk.what_text', { name: last.name, day: when.date(last.at) }),
    counts: sayCounts(ctx.t, plan.counts),
    changes: last
      ? plan.changes.slice(0, isWhole ? undefined : most).map((change) => sayChange(teller, change))
      : [],
    total: plan.changes.length,
    isCut: !isWhole && plan.changes.length > most,
    tiedCount: tied.length,
    untiedCount: plan.tells.length - tied.length,
    people: [...tied, ...plan.tells.filter((one) => !one.isTied)]
      .slice(0, isWhole ? undefined : mostPeople)
      .map((one) => ({
        id: one.id,
        name: pickWords(one.name, ctx.lang),
        isTied: one.isTied,
        changes: one.changes.map((change) => sayChange(teller, change)),
      })),
    confirmed: rows.length,
    drafts: desk.sessions.filter((session) => session.status === 'draft').length,
    unplaced: rows.filter((row) => row.when === '' || row.room === '').length,
    tight: rows.filter((row) => row.tight).length,
    severities: (['stop', 'warn', 'note'] as const).flatMap((severity) => {
      const own = open.filter((clash) => clash.severity === severity);
      return own.length > 0
        ? {
            severity,
            count: own.length,
            rows: clashRows(ctx, desk.event.zone, own.slice(0, severity === 'stop' ? 6 : 3)),
          }
        : [];
    }),
    accepted: desk.clashes.length - open.length,
    suggestion: ctx.t('desk.version', { number: (last?.number ?? 0) + 1 }),
    done: url.searchParams.has('done'),
    releases: releases.slice(0, 8).map((one) => ({
      number: one.number,
      name: versionName(ctx.t, one),
      at: `${when.date(one.at)}, ${when.time(one.at)}`,
      sessions: one.sessions,
    })),
  };
});

const releaseInput = z.object({
  name: z.string().trim().max(400).default(''),
  seen: z
    .string()
    .regex(/^[\w-]{22}$/)
    .optional(),
});

export const actions = {
  default: formAction(releaseInput, async (ctx, { name, seen }, { params }: SentForm) => {
    await congress.releaseProgramme(ctx, await eventIdOf(ctx, params.event), name, seen);
    return { to: `/${ctx.lang}/desk/e/${params.event}/release?done` };
  }),
};
