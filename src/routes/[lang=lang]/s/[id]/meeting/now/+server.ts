import * as congress from '#server/congress';
import * as live from '#server/live';
import type { Ctx } from '#server/kernel';
import { answerScript, declare } from '#server/web';
import { answerAct } from '../../../../meeting-acts.ts';

export const _page = declare({ kind: 'endpoint', may: 'everyone' });

const find = (ctx: Ctx, { params }: { params: Partial<Record<string, string>> }): Promise<string> =>
  live.needMeeting(ctx, params.id ?? '');

/** Whether a meeting is on, and how it stands. */
export const GET = (event) =>
  answerScript(event, async (ctx) => {
    const session = await congress.getSession(ctx, event.params.id);
    const meeting = await live.findMeeting(ctx, session.id);
    return meeting ? live.getGathering(ctx, meeting) : { people: [], waiting: [], taken: 0, seats: 0 };
  });
export const POST = (event) => answerAct(event, find);
