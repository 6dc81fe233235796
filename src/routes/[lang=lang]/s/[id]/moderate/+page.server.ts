import * as congress from '#server/congress';
import * as live from '#server/live';
import { declare, formAction, pageLoad } from '#server/web';
import { z } from 'zod';
import { backTo, sessionIdOf } from '../address.ts';

export const _page = declare({ kind: 'working', may: 'host' });

export const load = pageLoad(async (ctx, event: { params: { id: string }; url: URL; locals: App.Locals }) => {
  const session = await congress.getSession(ctx, event.params.id);
  return {
    session: { id: session.id, title: session.title },
    opens: await live.findCrewParts(ctx, session.id),
    desk: await live.getModeratorDesk(ctx, session.id),
    isStopping: event.url.searchParams.has('stop'),
  };
});

const back = backTo('moderate');
const nothing = z.object({});

export const actions = {
  talk: formAction(live.talkModeInput, async (ctx, settings, event) => {
    await live.setTalk(ctx, sessionIdOf(event), settings);
    return back(ctx, event, '#talk');
  }),
  hide: formAction(live.hideInput, async (ctx, { kind, thing, ...grounds }, event) => {
    await live.hideThing(ctx, sessionIdOf(event), kind, thing, grounds);
    return back(ctx, event, '#messages');
  }),
  keep: formAction(live.thingInput, async (ctx, { kind, thing }, event) => {
    await live.keepThing(ctx, sessionIdOf(event), kind, thing);
    return back(ctx, event, '#reported');
  }),
  silence: formAction(live.silenceInput, async (ctx, { message, minutes, ...grounds }, event) => {
    await live.silenceAuthor(ctx, sessionIdOf(event), message, minutes, grounds);
    return back(ctx, event, '#messages');
  }),
  hands: formAction(nothing, async (ctx, _, event) => {
    await live.lowerAllHands(ctx, sessionIdOf(event));
    return back(ctx, event, '#talk');
  }),
  remove: formAction(live.seatRemoveInput, async (ctx, { seat, ...grounds }, event) => {
    await live.removeSeat(ctx, sessionIdOf(event), seat, grounds);
    return back(ctx, event, '#people');
  }),
  readmit: formAction(live.seatReadmitInput, async (ctx, { seat }, event) => {
    await live.readmitSeat(ctx, sessionIdOf(event), seat);
    return back(ctx, event, '#people');
  }),
  stop: formAction(z.object({ sure: z.literal('yes') }), async (ctx, _, event) => {
    await live.stopSession(ctx, sessionIdOf(event));
    return back(ctx, event);
  }),
  resume: formAction(nothing, async (ctx, _, event) => {
    await live.resumeSession(ctx, sessionIdOf(event));
    return back(ctx, event);
  }),
};
