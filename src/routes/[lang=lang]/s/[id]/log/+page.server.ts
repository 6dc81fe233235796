import * as congress from '#server/congress';
import * as live from '#server/live';
import { declare, pageLoad } from '#server/web';
import { makeWhen } from '#lib/when/index.ts';

export const _page = declare({ kind: 'reading', may: 'everyone' });

export const load = pageLoad(async (ctx, event: { params: { id: string }; locals: App.Locals }) => {
  const session = await congress.getSession(ctx, event.params.id);
  const { state } = await live.liveOf(ctx, session.id, session);
  const when = makeWhen(ctx.lang, ctx.zone || session.event.zone);
  const acts = await live.listActs(ctx, session.id);
  return {
    session: { id: session.id, title: session.title },
    state,
    acts: acts.map((act) => ({
      ...act,
      minute: act.minute.toISOString(),
      at: `${when.date(act.minute)}, ${when.time(act.minute)}`,
    })),
  };
});
