import { z } from 'zod';
import * as congress from '#server/congress';
import type { Ctx } from '#server/kernel';
import { declare, formAction } from '#server/web';
import { makeTeller, sayChange, sayCounts, versionName } from '#lib/changes/index.ts';
import { makeWhen } from '#lib/when/index.ts';
import { eventIdOf, eventLoad, type SentForm } from '../../../../parts/guard.ts';

export const _page = declare({ kind: 'working', may: 'programme_editor' });

const most = 500;

/** Every version; any two of them beside each other. */
export const load = eventLoad('release', async (ctx, desk, { url }) => {
  const ask = (name: string): number => {
    const text = url.searchParams.get(name) ?? '';
    return /^\d{1,6}$/.test(text) ? Number(text) : 0;
  };
  const when = makeWhen(ctx.lang, desk.event.zone);
  const { releases, page, pages } = await congress.listReleases(ctx, desk.event.id, ask('page'));
  const title = (one: congress.ReleaseHead): string => `${one.number}. ${versionName(ctx.t, one)}`;
  return {
    rows: releases.map((one) => ({
      number: one.number,
      name: title(one),
      at: `${when.date(one.at)}, ${when.time(one.at)}`,
      sessions: one.sessions,
      changes: sayCounts(ctx.t, one.number === 1 ? {} : one.counts)
        .map(({ text }) => text)
        .join(', '),
      hushed: one.hushed,
    })),
    options: releases.map((one) => ({ value: String(one.number), text: title(one) })),
    page,
    pages,
    from: String(ask('from') || (releases[1]?.number ?? '')),
    to: String(ask('to') || (releases[0]?.number ?? '')),
    compared: ask('from') && ask('to') ? await compare(ctx, desk, ask('from'), ask('to')) : undefined,
  };
});

async function compare(ctx: Ctx, desk: congress.EventDesk, from: number, to: number) {
  const found = await congress.compareVersions(ctx, desk.event.id, from, to);
  const teller = makeTeller(ctx.t, ctx.lang, desk.event.zone);
  return {
    title: ctx.t('changes.desk.compared', {
      from: `${found.from.number}. ${versionName(ctx.t, found.from)}`,
      to: `${found.to.number}. ${versionName(ctx.t, found.to)}`,
    }),
    counts: sayCounts(ctx.t, found.counts),
    changes: found.changes.slice(0, most).map((change) => sayChange(teller, change)),
    more: Math.max(0, found.changes.length - most),
  };
}

const hushInput = z.object({
  version: z.coerce.number().int().min(1).max(999_999),
  act: z.enum(['hush', 'tell']),
});

export const actions = {
  default: formAction(hushInput, async (ctx, { version, act }, { params }: SentForm) => {
    await congress.hushRelease(ctx, await eventIdOf(ctx, params.event), version, act === 'hush');
    return { to: `/${ctx.lang}/desk/e/${params.event}/release/versions?saved` };
  }),
};
