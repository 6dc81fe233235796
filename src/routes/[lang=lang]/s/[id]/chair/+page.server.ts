import * as congress from '#server/congress';
import type { Ctx } from '#server/kernel';
import * as live from '#server/live';
import { declare, formAction, pageLoad } from '#server/web';
import { floorRows } from '../floor/rows.ts';
import { backTo, sessionIdOf, type AtSession } from '../address.ts';

export const _page = declare({ kind: 'working', may: 'host' });

export const load = pageLoad(async (ctx, event: { params: { id: string }; locals: App.Locals }) => {
  const session = await congress.getSession(ctx, event.params.id);
  await live.mustChair(ctx, session.id);
  const { state } = await live.liveOf(ctx, session.id, session);
  const floor = await live.getFloor(ctx, session.id);
  return {
    session: { id: session.id, title: session.title },
    opens: await live.findCrewParts(ctx, session.id),
    state,
    floor,
    rows: floorRows(ctx.t, floor.waiting),
  };
});

const back = backTo('chair');
/** One command of the desk: done for the session in the address, and back to the desk. */
const command =
  <I>(run: (ctx: Ctx, sessionId: string, input: I) => Promise<void>, at = '') =>
  async (ctx: Ctx, input: I, event: AtSession): Promise<{ to: string }> => {
    await run(ctx, sessionIdOf(event), input);
    return back(ctx, event, at);
  };

export const actions = {
  call: formAction(live.callInput, command(live.callSpeaker)),
  clock: formAction(live.clockInput, command(live.changeClock)),
  open: formAction(live.openInput, command(live.openFloor)),
  add: formAction(live.addInput, command(live.addToFloor, '#list')),
  move: formAction(live.moveInput, command(live.moveOnFloor, '#list')),
  remove: formAction(live.removeInput, command(live.removeFromFloor, '#list')),
  terms: formAction(live.termsInput, command(live.setTerms, '#terms')),
};
