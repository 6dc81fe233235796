import * as congress from '#server/congress';
import { refuse } from '#server/kernel';
import * as live from '#server/live';
import { declare, formAction, pageLoad } from '#server/web';
import { z } from 'zod';

export const _page = declare({ kind: 'working', may: 'host' });

export const load = pageLoad(async (ctx, event: { params: { id: string }; url: URL; locals: App.Locals }) => {
  const session = await congress.getSession(ctx, event.params.id);
  return {
    session: { id: session.id, title: session.title },
    desk: await live.getModeratorDesk(ctx, session.id),
    isStopping: event.url.searchParams.has('stop'),
  };
});

interface Event {
  params: Partial<Record<string, string>>;
}
const idOf = ({ params }: Event): string => {
  if (!params.id) throw refuse('not_found', 'congress.no_such_session');
  return params.id;
};
const back = (ctx: { lang: string }, event: Event, part = ''): { to: string } => ({
  to: `/${ctx.lang}/s/${idOf(event)}/moderate${part}`,
});
const nothing = z.object({});

export const actions = {
  talk: formAction(live.talkModeInput, async (ctx, settings, event) => {
    await live.setTalk(ctx, idOf(event), settings);
    return back(ctx, event, '#talk');
  }),
  hide: formAction(live.hideInput, async (ctx, { kind, thing, ...grounds }, event) => {
    await live.hideThing(ctx, idOf(event), kind, thing, grounds);
    return back(ctx, event, '#messages');
  }),
  keep: formAction(live.thingInput, async (ctx, { kind, thing }, event) => {
    await live.keepThing(ctx, idOf(event), kind, thing);
    return back(ctx, event, '#reported');
  }),
  silence: formAction(live.silenceInput, async (ctx, { message, minutes, ...grounds }, event) => {
    await live.silenceAuthor(ctx, idOf(event), message, minutes, grounds);
    return back(ctx, event, '#messages');
  }),
  hands: formAction(nothing, async (ctx, _, event) => {
    await live.lowerAllHands(ctx, idOf(event));
    return back(ctx, event, '#talk');
  }),
  remove: formAction(live.seatRemoveInput, async (ctx, { seat, ...grounds }, event) => {
    await live.removeSeat(ctx, idOf(event), seat, grounds);
    return back(ctx, event, '#people');
  }),
  readmit: formAction(live.seatReadmitInput, async (ctx, { seat }, event) => {
    await live.readmitSeat(ctx, idOf(event), seat);
    return back(ctx, event, '#people');
  }),
  stop: formAction(z.object({ sure: z.literal('yes') }), async (ctx, _, event) => {
    await live.stopSession(ctx, idOf(event));
    return back(ctx, event);
  }),
  resume: formAction(nothing, async (ctx, _, event) => {
    await live.resumeSession(ctx, idOf(event));
    return back(ctx, event);
  }),
};
