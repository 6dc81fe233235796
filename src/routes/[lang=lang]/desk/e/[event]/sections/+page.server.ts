import * as themes from '#server/themes';
import { declare } from '#server/web';
import { eventLoad, pickWords } from '../../../parts/guard.ts';

export const _page = declare({ kind: 'working', may: 'programme_editor' });

export const load = eventLoad('sections', async (ctx, desk) => {
  const titles = new Map((await themes.listThemeLinks(ctx)).map((theme) => [theme.slug, theme.title.text]));
  return {
    rows: desk.sections.map((section) => ({
      id: section.id,
      title: pickWords(section.title, ctx.lang),
      hue: section.hue,
      theme: titles.get(section.theme ?? '') ?? '',
      sessions: desk.sessions.filter((session) => session.section === section.id).length,
    })),
  };
});
