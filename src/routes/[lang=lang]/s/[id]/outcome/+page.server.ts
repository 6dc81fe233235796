import * as congress from '#server/congress';
import * as live from '#server/live';
import { declare, formAction, pageLoad } from '#server/web';
import { backTo, sessionIdOf } from '../address.ts';

export const _page = declare({ kind: 'working', may: 'host' });

/** What came of a session, for host and organisers to say. */
export const load = pageLoad(async (ctx, event: { params: { id: string }; locals: App.Locals }) => {
  const session = await congress.getSession(ctx, event.params.id);
  await live.mustTell(ctx, session.id);
  const { state } = await live.liveOf(ctx, session.id, session);
  return {
    session: { id: session.id, title: session.title },
    opens: await live.findCrewParts(ctx, session.id),
    state,
    outcomes: await live.listOutcomes(ctx, session.id),
    played: await live.listPlayed(ctx, session.id),
  };
});

const back = backTo('outcome');

export const actions = {
  add: formAction(live.outcomeInput, async (ctx, input, event) => {
    await live.addOutcome(ctx, sessionIdOf(event), input);
    return back(ctx, event, '#outcomes');
  }),
  take: formAction(live.outcomeTakeInput, async (ctx, input, event) => {
    await live.removeOutcome(ctx, sessionIdOf(event), input);
    return back(ctx, event, '#outcomes');
  }),
  unlist: formAction(live.playedTakeInput, async (ctx, input, event) => {
    await live.removePlayed(ctx, sessionIdOf(event), input);
    return back(ctx, event, '#played');
  }),
};
