import type { RequestEvent } from '@sveltejs/kit';
import { refuse, type Ctx } from '#server/kernel';
import * as live from '#server/live';
import { formAction } from '#server/web';
import { z } from 'zod';
import { answerScript, readScript } from './s/[id]/json-answer.ts';

interface At {
  params: Partial<Record<string, string>>;
}
/** Which meeting stands in an address; refuses one that is not there. */
type Find = (ctx: Ctx, event: At) => Promise<string>;

const nothing = z.object({});
const acts = {
  sit: [live.gatheringNameInput, (ctx, id, input) => live.sitDown(ctx, id, input.shownAs)],
  leave: [nothing, (ctx, id) => live.standUp(ctx, id)],
  admit: [live.placeInput, (ctx, id, input) => live.letIn(ctx, id, input.seat)],
  admit_all: [nothing, (ctx, id) => live.letIn(ctx, id)],
  remove: [live.placeInput, (ctx, id, input) => live.showOut(ctx, id, input.seat)],
  lobby: [live.lobbyInput, (ctx, id, input) => live.setLobby(ctx, id, input.lobby === 'on')],
  notes: [live.sharedNotesInput, (ctx, id, input) => live.writeNotes(ctx, id, input)],
  split: [live.splitInput, (ctx, id, input) => live.splitMeeting(ctx, id, input)],
  go: [live.breakoutInput, (ctx, id, input) => live.goToRoom(ctx, id, input.number)],
  back: [nothing, (ctx, id) => live.callBack(ctx, id)],
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- each schema belongs to its own work
} satisfies Record<string, [z.ZodType, (ctx: Ctx, id: string, input: any) => Promise<void>]>;

export type MeetingAct = keyof typeof acts;

/** The same act sent by a form: the page is shown anew. */
export const meetingForm = (act: MeetingAct, find: Find, back: (ctx: Ctx, event: At) => { to: string }) => {
  const [schema, run] = acts[act];
  return formAction(schema as z.ZodType<Record<string, unknown>>, async (ctx, input, event: At) => {
    await run(ctx, await find(ctx, event), input as never);
    return back(ctx, event);
  });
};

/** How a meeting stands, for its page's script. */
export const answerNow = (event: RequestEvent, find: Find): Promise<Response> =>
  answerScript(event, async (ctx) => live.getGathering(ctx, await find(ctx, event)));

/** What one does in a meeting without leaving its page, which would end the sound. */
export const answerAct = (event: RequestEvent, find: Find): Promise<Response> =>
  answerScript(event, async (ctx) => {
    const id = await find(ctx, event);
    const body = await readScript(event);
    const act = (body as { act?: unknown } | undefined)?.act;
    if (act === 'ticket') return live.joinGathering(ctx, id);
    if (typeof act !== 'string' || !Object.hasOwn(acts, act)) throw refuse('invalid', 'web.unreadable');
    const [schema, run] = acts[act as MeetingAct];
    const input = schema.safeParse(body);
    if (!input.success) {
      const code = input.error.issues[0]?.message ?? '';
      throw refuse('invalid', /^[a-z]+\.[a-z_0-9]+$/.test(code) ? code : 'web.unreadable');
    }
    await run(ctx, id, input.data as never);
    return live.getGathering(ctx, id);
  });
