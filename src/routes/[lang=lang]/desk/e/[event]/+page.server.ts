import { declare } from '#server/web';
import { makeWhen } from '#lib/when/index.ts';
import { severities } from '#lib/clashes/severity.ts';
import { clashRows } from '../../parts/clash-rows.ts';
import { eventLoad } from '../../parts/guard.ts';
import { sessionRows } from '../../parts/session-rows.ts';

export const _page = declare({ kind: 'working', may: 'programme_editor' });

/** What an event holds, what is not public yet, what clashes, and what to do next. */
export const load = eventLoad('overview', (ctx, desk) => {
  const rows = sessionRows(desk, ctx.lang).filter((row) => row.status !== 'cancelled');
  const when = makeWhen(ctx.lang, desk.event.zone);
  const last = desk.releases.reduce<(typeof desk.releases)[number] | undefined>(
    (newest, one) => (newest && newest.number > one.number ? newest : one),
    undefined,
  );
  const waiting = desk.unreleased.added + desk.unreleased.changed + desk.unreleased.removed;
  const unplaced = rows.filter((row) => row.when === '' || row.room === '').length;
  const tight = rows.filter((row) => row.tight).length;
  const drafts = rows.filter((row) => row.status === 'draft').length;
  const clashes = desk.clashes
    .filter((clash) => clash.accepted === undefined && clash.severity !== 'note')
    .sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
  const next =
    desk.rooms.length === 0 && desk.sessions.length === 0
      ? 'fill'
      : desk.sessions.length === 0
        ? 'sessions'
        : clashes.length > 0
          ? 'clashes'
          : unplaced > 0
            ? 'unplaced'
            : waiting > 0
              ? 'release'
              : 'nothing';
  return {
    counts: {
      sessions: desk.sessions.length,
      speakers: desk.speakers.length,
      rooms: desk.rooms.length,
      sections: desk.sections.length,
      pages: desk.pages.length,
    },
    unreleased: desk.unreleased,
    waiting,
    unplaced,
    tight,
    drafts,
    next,
    isPublic: desk.releases.length > 0,
    last: last && {
      number: last.number,
      name: last.name,
      day: `${when.date(last.at)}, ${when.time(last.at)}`,
      sessions: last.sessions,
    },
    clashCount: clashes.length,
    clashes: clashRows(ctx, desk.event.zone, clashes.slice(0, 8)),
  };
});
