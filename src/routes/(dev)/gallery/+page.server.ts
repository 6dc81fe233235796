import { refuse } from '#server/kernel';
import { declare, pageLoad } from '#server/web';

export const _page = declare({ kind: 'working', may: 'development' });

export const load = pageLoad(async (ctx) => {
  if (!ctx.config.VECHE_GALLERY) throw refuse('not_found', 'web.no_such_page');
  return {};
});
