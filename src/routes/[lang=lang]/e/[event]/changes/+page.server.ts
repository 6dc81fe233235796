import * as congress from '#server/congress';
import type { Ctx } from '#server/kernel';
import { declare, pageLoad } from '#server/web';
import { makeTeller, sayChange, sayCounts, versionName, type Teller } from '#lib/changes/index.ts';

export const _page = declare({ kind: 'reading', may: 'everyone' });

const number = (text: string | null): number | undefined =>
  text && /^\d{1,6}$/.test(text) ? Number(text) : undefined;

/** Every version with what it changed; `?version=` one of them whole, `?since=` all that is different from then. */
export const load = pageLoad(
  async (ctx, { params, url }: { params: { event: string }; url: URL; locals: App.Locals }) => {
    const [version, since, page] = ['version', 'since', 'page'].map((name) =>
      number(url.searchParams.get(name)),
    );
    if (since !== undefined) return showSince(ctx, params.event, since);
    if (version !== undefined) {
      const found = await congress.getVersion(ctx, params.event, version);
      const teller = tellerOf(ctx, found.event);
      return {
        ...shared(ctx, found.event),
        versions: [showVersion(ctx, teller, found.version)],
        isOne: true,
        since: undefined,
        page: 1,
        pages: 1,
      };
    }
    const log = await congress.getChangeLog(ctx, params.event, page ?? 1);
    const teller = tellerOf(ctx, log.event);
    return {
      ...shared(ctx, log.event),
      versions: log.versions.map((one) => showVersion(ctx, teller, one)),
      isOne: false,
      since: undefined,
      page: log.page,
      pages: log.pages,
    };
  },
);

const tellerOf = (ctx: Ctx, event: congress.EventHead): Teller =>
  makeTeller(ctx.t, ctx.lang, ctx.zone || event.zone);

const shared = (ctx: Ctx, event: congress.EventHead) => ({
  event,
  base: `/${ctx.lang}/e/${event.slug}`,
  zone: ctx.zone && ctx.zone !== event.zone ? ctx.zone : undefined,
});

function showVersion(ctx: Ctx, teller: Teller, version: congress.VersionView) {
  const { t } = ctx;
  const { number: own, kind, touched } = version;
  return {
    number: own,
    isCorrection: kind === 'correction',
    title: versionName(t, version),
    at: `${teller.when.day(version.at)}, ${teller.when.time(version.at)}`,
    iso: version.at.toISOString(),
    note:
      own === 1
        ? t('changes.first', { count: version.sessions })
        : touched === 0
          ? t('changes.no_sessions_changed')
          : version.changes.length === 0
            ? t('changes.in_numbers', { count: touched })
            : '',
    counts: own === 1 || kind === 'correction' ? [] : sayCounts(t, version.counts),
    changes: version.changes.map((change) => sayChange(teller, change)),
    more: version.changes.length > 0 && version.more > 0 ? t('changes.more', { count: version.more }) : '',
  };
}

async function showSince(ctx: Ctx, slug: string, asked: number) {
  const found = await congress.getChangesSince(ctx, slug, asked);
  const teller = tellerOf(ctx, found.event);
  return {
    ...shared(ctx, found.event),
    versions: [],
    isOne: true,
    since: {
      title: found.since
        ? ctx.t('changes.since', { name: found.since.name, day: teller.when.day(found.since.at) })
        : ctx.t('changes.since_none'),
      counts: sayCounts(ctx.t, found.counts),
      changes: found.changes.map((change) => sayChange(teller, change)),
    },
    page: 1,
    pages: 1,
  };
}
