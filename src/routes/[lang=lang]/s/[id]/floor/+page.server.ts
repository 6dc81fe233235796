import { z } from 'zod';
import * as accounts from '#server/accounts';
import * as congress from '#server/congress';
import { refuse } from '#server/kernel';
import * as live from '#server/live';
import { declare, formAction, pageLoad } from '#server/web';
import { floorRows } from './rows.ts';
import { shareRows } from './shares.ts';

export const _page = declare({ kind: 'working', may: 'everyone' });

export const load = pageLoad(async (ctx, event: { params: { id: string }; locals: App.Locals }) => {
  const session = await congress.getSession(ctx, event.params.id);
  const { state } = await live.liveOf(ctx, session.id, session);
  const floor = await live.getFloor(ctx, session.id);
  const own = await live.getOwnFloor(ctx, session.id);
  const persona = await accounts.myPersona(ctx, { kind: 'event', id: session.event.id });
  return {
    session: { id: session.id, title: session.title },
    state,
    floor,
    own,
    rows: floorRows(ctx.t, floor.waiting),
    shares: shareRows(ctx.t, floor.shares),
    suggested: own.shownAs ?? persona?.pseudonym ?? '',
  };
});

interface Event {
  params: Partial<Record<string, string>>;
}
const idOf = ({ params }: Event): string => {
  if (!params.id) throw refuse('not_found', 'congress.no_such_session');
  return params.id;
};
const back = (ctx: { lang: string }, event: Event): { to: string } => ({
  to: `/${ctx.lang}/s/${idOf(event)}/floor#own`,
});

export const actions = {
  enter: formAction(live.enterInput, async (ctx, asked, event) => {
    await live.enterFloor(ctx, idOf(event), asked);
    return back(ctx, event);
  }),
  leave: formAction(z.object({ entry: z.string().max(40) }), async (ctx, { entry }, event) => {
    await live.leaveFloor(ctx, idOf(event), entry);
    return back(ctx, event);
  }),
  finish: formAction(z.object({}), async (ctx, _, event) => {
    await live.finishSpeech(ctx, idOf(event));
    return back(ctx, event);
  }),
};
