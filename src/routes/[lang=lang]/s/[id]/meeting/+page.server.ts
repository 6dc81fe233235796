import * as congress from '#server/congress';
import * as live from '#server/live';
import type { Ctx } from '#server/kernel';
import { declare, formAction, pageLoad } from '#server/web';
import { z } from 'zod';
import { meetingForm } from '../../../meeting-acts.ts';
import { backTo, sessionIdOf, type AtSession } from '../address.ts';

export const _page = declare({ kind: 'working', may: 'everyone' });

const find = (ctx: Ctx, event: AtSession): Promise<string> => live.needMeeting(ctx, sessionIdOf(event));
const back = backTo('meeting');

export const load = pageLoad(async (ctx, event: AtSession & { locals: App.Locals }) => {
  const session = await congress.getSession(ctx, sessionIdOf(event));
  const stage = await live.liveOf(ctx, session.id, session);
  const meeting = await live.findMeeting(ctx, session.id);
  return {
    session: { id: session.id, title: session.title },
    state: stage.state,
    hasEngine: stage.hasEngine,
    mayMeet: live.kindsThatMeet.includes(session.kind),
    mayRun: await live.mayRun(ctx, session.id),
    view: meeting ? await live.getGathering(ctx, meeting) : undefined,
  };
});

export const actions = {
  begin: formAction(live.lobbyInput, async (ctx, { lobby }, event: AtSession) => {
    await live.openMeeting(ctx, sessionIdOf(event), lobby === 'on');
    return back(ctx, event);
  }),
  end: formAction(z.object({}), async (ctx, _input, event: AtSession) => {
    await live.endMeeting(ctx, sessionIdOf(event));
    return back(ctx, event);
  }),
  sit: meetingForm('sit', find, back),
  leave: meetingForm('leave', find, back),
  admit: meetingForm('admit', find, back),
  admit_all: meetingForm('admit_all', find, back),
  remove: meetingForm('remove', find, back),
  let_back: meetingForm('let_back', find, back),
  lobby: meetingForm('lobby', find, back),
  notes: meetingForm('notes', find, back),
  split: meetingForm('split', find, back),
  go: meetingForm('go', find, back),
  back: meetingForm('back', find, back),
};
