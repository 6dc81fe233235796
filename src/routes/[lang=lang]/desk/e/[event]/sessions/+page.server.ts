import { declare } from '#server/web';
import { eventLoad, pickWords } from '../../../parts/guard.ts';
import { sessionRows } from '../../../parts/session-rows.ts';

export const _page = declare({ kind: 'working', may: 'programme_editor' });

const shown = ['unplaced', 'clashes', 'draft', 'tight', 'cancelled'] as const;
const most = 50;

export const load = eventLoad('sessions', (ctx, desk, { url }) => {
  const ask = (name: string) => (url.searchParams.get(name) ?? '').slice(0, 100);
  const filter = { q: ask('q'), section: ask('section'), room: ask('room'), show: ask('show') };
  const needle = filter.q.toLocaleLowerCase();
  const room = desk.rooms.find((one) => one.id === filter.room);
  const roomName = room && pickWords(room.title, ctx.lang).text;
  const all = sessionRows(desk, ctx.lang);
  const whole = new Map(
    desk.sessions.map((one) => [one.id, Object.values(one.title).join(' ').toLocaleLowerCase()]),
  );
  const found = all.filter(
    (row) =>
      (!needle || `${whole.get(row.id)} ${row.people.toLocaleLowerCase()}`.includes(needle)) &&
      (!filter.section || row.sectionId === filter.section) &&
      (!roomName || row.room === roomName) &&
      (filter.show !== 'unplaced' || row.when === '' || row.room === '') &&
      (filter.show !== 'clashes' || row.clashes > 0) &&
      (filter.show !== 'tight' || row.tight) &&
      (!['draft', 'cancelled'].includes(filter.show) || row.status === filter.show),
  );
  const pages = Math.max(1, Math.ceil(found.length / most));
  const page = Math.min(pages, Math.max(1, Number(ask('page')) || 1));
  return {
    filter,
    shown: [...shown],
    total: all.length,
    found: found.length,
    rows: found.slice((page - 1) * most, page * most),
    page,
    pages,
    sections: desk.sections.map((one) => ({ value: one.id, text: pickWords(one.title, ctx.lang).text })),
    rooms: desk.rooms.map((one) => ({ value: one.id, text: pickWords(one.title, ctx.lang).text })),
  };
});
