import { declare, pageLoad } from '#server/web';
import { homeOf } from './home.ts';

export const _page = declare({ kind: 'reading', may: 'everyone' });

export const load = pageLoad(async (ctx, event: { params: { event: string }; locals: App.Locals }) => ({
  home: await homeOf(ctx, event.params.event),
}));
