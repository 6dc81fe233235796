import { declare } from '#server/web';
import { eventLoad, pickWords } from '../../../parts/guard.ts';

export const _page = declare({ kind: 'working', may: 'programme_editor' });

const most = 50;

export const load = eventLoad('speakers', (ctx, desk, { url }) => {
  const q = (url.searchParams.get('q') ?? '').slice(0, 100);
  const counts = new Map<string, number>();
  for (const session of desk.sessions)
    for (const id of session.speakers) counts.set(id, (counts.get(id) ?? 0) + 1);
  const found = desk.speakers
    .filter((speaker) =>
      Object.values(speaker.name).some((name) => name?.toLocaleLowerCase().includes(q.toLocaleLowerCase())),
    )
    .map(({ id, name, tied }) => ({
      id,
      tied,
      title: pickWords(name, ctx.lang),
      sessions: counts.get(id) ?? 0,
    }))
    .sort((a, b) => a.title.text.localeCompare(b.title.text, ctx.lang));
  const pages = Math.max(1, Math.ceil(found.length / most));
  const page = Math.min(pages, Math.max(1, Number(url.searchParams.get('page')) || 1));
  return { q, total: desk.speakers.length, rows: found.slice((page - 1) * most, page * most), page, pages };
});
