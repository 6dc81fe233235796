import * as themes from '#server/themes';
import { declare, pageLoad } from '#server/web';

export const _page = declare({ kind: 'reading', may: 'everyone' });

export const load = pageLoad(async (ctx) => ({ themes: await themes.listThemes(ctx) }));
