import { z } from 'zod';
import * as accounts from '#server/accounts';
import * as congress from '#server/congress';
import * as live from '#server/live';
import * as recordings from '#server/recordings';
import { declare, formAction, pageLoad } from '#server/web';
import { floorRows } from './rows.ts';
import { shareRows } from './shares.ts';
import { backTo, sessionIdOf } from '../address.ts';

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
    isRecorded: session.record,
    consent: own.isPerson ? await recordings.findOwnConsent(ctx, session.id) : undefined,
    floor,
    own,
    rows: floorRows(ctx.t, floor.waiting),
    shares: shareRows(ctx.t, floor.shares),
    suggested: own.shownAs ?? persona?.pseudonym ?? '',
  };
});

const back = backTo('floor');

export const actions = {
  enter: formAction(live.enterInput, async (ctx, asked, event) => {
    await live.enterFloor(ctx, sessionIdOf(event), asked);
    return back(ctx, event, '#own');
  }),
  leave: formAction(z.object({ entry: z.string().max(40) }), async (ctx, { entry }, event) => {
    await live.leaveFloor(ctx, sessionIdOf(event), entry);
    return back(ctx, event, '#own');
  }),
  finish: formAction(z.object({}), async (ctx, _, event) => {
    await live.finishSpeech(ctx, sessionIdOf(event));
    return back(ctx, event, '#own');
  }),
};
