import type { RequestEvent } from '@sveltejs/kit';
import { refuse, type Ctx } from '#server/kernel';
import * as live from '#server/live';
import { answerScript, formAction, readScript } from '#server/web';
import { z } from 'zod';

interface At {
  params: Partial<Record<string, string>>;
}
/** Which meeting stands in an address; refuses one that is not there. */
type Find = (ctx: Ctx, event: At) => Promise<string>;

const nothing = z.object({});
/** What one does in a meeting: what must be sent for it, and what then happens. */
const act = <S extends z.ZodType>(
  schema: S,
  run: (ctx: Ctx, id: string, input: z.output<S>) => Promise<void>,
) => ({ schema, run: (ctx: Ctx, id: string, input: unknown) => run(ctx, id, input as z.output<S>) });

const acts = {
  sit: act(live.gatheringNameInput, (ctx, id, input) => live.sitDown(ctx, id, input.shownAs)),
  leave: act(nothing, (ctx, id) => live.standUp(ctx, id)),
  admit: act(live.placeInput, (ctx, id, input) => live.letIn(ctx, id, input.seat)),
  admit_all: act(nothing, (ctx, id) => live.letIn(ctx, id)),
  remove: act(live.placeInput, (ctx, id, input) => live.showOut(ctx, id, input.seat)),
  let_back: act(nothing, (ctx, id) => live.letBack(ctx, id)),
  lobby: act(live.lobbyInput, (ctx, id, input) => live.setLobby(ctx, id, input.lobby === 'on')),
  notes: act(live.sharedNotesInput, (ctx, id, input) => live.writeNotes(ctx, id, input)),
  split: act(live.splitInput, (ctx, id, input) => live.splitMeeting(ctx, id, input)),
  go: act(live.breakoutInput, (ctx, id, input) => live.goToRoom(ctx, id, input.number)),
  back: act(nothing, (ctx, id) => live.callBack(ctx, id)),
};

export type MeetingAct = keyof typeof acts;

/** The same act sent by a form: the page is shown anew. */
export const meetingForm = (name: MeetingAct, find: Find, back: (ctx: Ctx, event: At) => { to: string }) => {
  const { schema, run } = acts[name];
  return formAction(schema as z.ZodType<Record<string, unknown>>, async (ctx, input, event: At) => {
    await run(ctx, await find(ctx, event), input);
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
    const name = (body as { act?: unknown } | undefined)?.act;
    if (name === 'ticket') return live.joinGathering(ctx, id);
    if (typeof name !== 'string' || !Object.hasOwn(acts, name)) throw refuse('invalid', 'web.unreadable');
    const { schema, run } = acts[name as MeetingAct];
    const input = schema.safeParse(body);
    if (!input.success) {
      const code = input.error.issues[0]?.message ?? '';
      throw refuse('invalid', /^[a-z]+\.[a-z_0-9]+$/.test(code) ? code : 'web.unreadable');
    }
    await run(ctx, id, input.data);
    return live.getGathering(ctx, id);
  });
