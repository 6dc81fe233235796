import { declare } from '#server/web';
import { eventLoad, pickWords } from '../../../parts/guard.ts';

export const _page = declare({ kind: 'working', may: 'programme_editor' });

export const load = eventLoad('pages', (ctx, desk) => ({
  rows: desk.pages.map(({ slug, title, status }) => ({
    id: slug,
    slug,
    status,
    title: pickWords(title, ctx.lang),
  })),
}));
