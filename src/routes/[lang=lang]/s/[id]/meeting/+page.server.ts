import * as congress from '#server/congress';
import * as live from '#server/live';
import type { Ctx } from '#server/kernel';
import { declare, formAction, pageLoad } from '#server/web';
import { z } from 'zod';
import { meetingForm } from '../../../meeting-acts.ts';

export const _page = declare({ kind: 'working', may: 'everyone' });

interface At {
  params: Partial<Record<string, string>>;
}
const idOf = ({ params }: At): string => params.id ?? '';
const find = (ctx: Ctx, event: At): Promise<string> => live.needMeeting(ctx, idOf(event));
const back = (ctx: Ctx, event: At): string => `/${ctx.lang}/s/${idOf(event)}/meeting`;

export const load = pageLoad(async (ctx, event: At & { locals: App.Locals }) => {
  const session = await congress.getSession(ctx, idOf(event));
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
  begin: formAction(live.lobbyInput, async (ctx, { lobby }, event: At) => {
    await live.openMeeting(ctx, idOf(event), lobby === 'on');
    return { to: back(ctx, event) };
  }),
  end: formAction(z.object({}), async (ctx, _input, event: At) => {
    await live.endMeeting(ctx, idOf(event));
    return { to: back(ctx, event) };
  }),
  sit: meetingForm('sit', find, back),
  leave: meetingForm('leave', find, back),
  admit: meetingForm('admit', find, back),
  admit_all: meetingForm('admit_all', find, back),
  remove: meetingForm('remove', find, back),
  lobby: meetingForm('lobby', find, back),
  notes: meetingForm('notes', find, back),
  split: meetingForm('split', find, back),
  go: meetingForm('go', find, back),
  back: meetingForm('back', find, back),
};
