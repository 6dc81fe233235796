import type { Cookies } from '@sveltejs/kit';
import * as congress from '#server/congress';
import * as live from '#server/live';
import { declare, formAction, pageLoad } from '#server/web';
import { makeWhen } from '#lib/when/index.ts';
import { voiceOf, withVoice } from '../voice.ts';
import { backTo, sessionIdOf } from '../address.ts';

export const _page = declare({ kind: 'working', may: 'everyone' });

export const load = pageLoad(
  async (ctx, event: { params: { id: string }; url: URL; cookies: Cookies; locals: App.Locals }) => {
    const session = await congress.getSession(ctx, event.params.id);
    const stage = await live.liveOf(ctx, session.id, session);
    const talk = await live.getTalk(ctx, session.id);
    const messages = await live.lastMessages(ctx, session.id);
    const seat = await live.findSeat(ctx, session.id);
    const when = makeWhen(ctx.lang, ctx.zone || session.event.zone);
    return {
      session: { id: session.id, title: session.title },
      state: stage.state,
      stopped: stage.stopped,
      talk,
      // Newest first: below the form, and what is new needs no scrolling.
      messages: messages.toReversed(),
      hands: await live.handsBand(ctx, session.id),
      isHandUp: await live.isHandUp(ctx, session.id, voiceOf(event)),
      seatName: seat?.place === 'away' ? undefined : seat?.shownAs,
      mayModerate: await live.mayModerate(ctx, session.id),
      keptHours: live.talkKeptHours,
      goneAt: talk.expiresAt && `${when.date(talk.expiresAt)}, ${when.time(talk.expiresAt)}`,
      isGone: talk.expiresAt !== undefined && talk.expiresAt < ctx.now(),
      isFollowing: event.url.searchParams.has('follow'),
      isReported: event.url.searchParams.has('reported'),
    };
  },
);

const back = backTo('talk');

export const actions = {
  say: formAction(
    live.sayInput,
    async (ctx, message, event) => {
      await congress.getSession(ctx, sessionIdOf(event));
      await withVoice(event, (voice) => live.sayInTalk(ctx, sessionIdOf(event), message, voice));
      return back(ctx, event);
    },
    { guest: true },
  ),
  // Counted in memory, gone in a second: nothing to be done once only.
  react: formAction(
    live.reactionInput,
    async (ctx, { reaction }, event) => {
      await congress.getSession(ctx, sessionIdOf(event));
      await withVoice(event, (voice) => live.react(ctx, sessionIdOf(event), reaction, voice));
      return back(ctx, event);
    },
    { guest: true, transaction: false },
  ),
  hand: formAction(
    live.handInput,
    async (ctx, { to }, event) => {
      await congress.getSession(ctx, sessionIdOf(event));
      await withVoice(event, (voice) => live.setHand(ctx, sessionIdOf(event), to === 'up', voice));
      return back(ctx, event);
    },
    { guest: true },
  ),
};
