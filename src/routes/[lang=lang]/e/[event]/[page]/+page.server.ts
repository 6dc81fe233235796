import * as congress from '#server/congress';
import { declare, pageLoad } from '#server/web';

export const _page = declare({ kind: 'reading', may: 'everyone' });

export const load = pageLoad(
  async (ctx, event: { params: { event: string; page: string }; locals: App.Locals }) => ({
    page: await congress.getPage(ctx, event.params.event, event.params.page),
  }),
);
