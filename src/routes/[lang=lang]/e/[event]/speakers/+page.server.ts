import * as congress from '#server/congress';
import { declare, pageLoad } from '#server/web';

export const _page = declare({ kind: 'reading', may: 'everyone' });

export const load = pageLoad(async (ctx, event: { params: { event: string }; locals: App.Locals }) =>
  congress.listSpeakers(ctx, event.params.event),
);
