import * as themes from '#server/themes';
import { declare, pageLoad } from '#server/web';

export const _page = declare({ kind: 'reading', may: 'everyone' });

export const load = pageLoad(async (ctx, event: { params: { slug: string }; locals: App.Locals }) => {
  const theme = await themes.getTheme(ctx, event.params.slug);
  return { theme, trace: await themes.getTrace(ctx, 'theme', theme.id) };
});
