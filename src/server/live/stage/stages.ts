import * as congress from '#server/congress';
import { audit, emit, inTransaction, newId, reads, refuse, type Ctx, type Words } from '#server/kernel';
import { z } from 'zod';
import { addSeatJob } from './engine.ts';
import { endFloor } from '../floor/end.ts';
import { findSpeech } from '../floor/speech.ts';
import { lastLines, type Line } from '../captions/lines.ts';
import { livePart } from '../part.ts';
import { holds, mustRun, running } from '../places.ts';
import { shownQuestions, type ShownQuestion } from '../questions/read.ts';
import { settleExpiry } from '../talk/expiry.ts';
import { slidesFollow } from '../slides/follow.ts';
import { seatsChanged, stateChanged, topicOf } from '../bus/tell.ts';

export type LiveState = 'announced' | 'soon' | 'live' | 'over';

export interface OnStage {
  name: string;
  /** Seed of the woven sign. */
  motif: string;
  muted: boolean;
}

/** What everybody may know of a session's live half. */
export interface LiveView {
  state: LiveState;
  start?: Date;
  end?: Date;
  /** True when pictures and sound can be had now; otherwise there is the text. */
  hasEngine: boolean;
  /** Lower bound of the band of listeners: 0, 1, 10, 20, 50, 100 … */
  band: number;
  onStage: OnStage[];
  /** Has the floor by the list of speakers. */
  speaks?: string;
  note: Words;
  /** Everything was closed at once by the organisers. */
  stopped: boolean;
  /** Newest last, shown or answered ones only. */
  questions: ShownQuestion[];
  /** The newest captions and announcements, oldest first. */
  lines: Line[];
}

/** The live half of a released session, for everybody. Refuses `not_found` when there is no such public session. */
export async function getLive(ctx: Ctx, sessionId: string): Promise<LiveView> {
  const session = await congress.getSession(ctx, sessionId);
  return liveOf(ctx, sessionId, session);
}

/** The same when the caller has the session already. */
export async function liveOf(
  ctx: Ctx,
  sessionId: string,
  session: { state: LiveState; start?: Date; end?: Date },
): Promise<LiveView> {
  reads(ctx, topicOf(sessionId), nextTurn(ctx.now(), session));
  reads(ctx, 'live');
  const stage = await findStage(ctx, sessionId);
  const seats = await ctx.db
    .selectFrom('live.seat')
    .select(['shown_as', 'persona_id', 'identity', 'muted'])
    .where('session_id', '=', sessionId)
    .where('place', '=', 'stage')
    .orderBy('identity')
    .execute();
  const speaks = (await findSpeech(ctx, sessionId))?.shown_as;
  return {
    state: stateOf(stage?.state, session.state),
    ...(session.start ? { start: session.start } : {}),
    ...(session.end ? { end: session.end } : {}),
    hasEngine: livePart(ctx)?.engine.state().ready ?? false,
    band: stage?.listeners_band ?? 0,
    onStage: seats.map((seat) => ({
      name: seat.shown_as,
      motif: seat.persona_id ?? seat.identity,
      muted: seat.muted,
    })),
    ...(typeof speaks === 'string' ? { speaks } : {}),
    note: (stage?.note ?? {}) as Words,
    stopped: stage?.stopped ?? false,
    questions: await shownQuestions(ctx, sessionId),
    lines: await lastLines(ctx, sessionId, 3),
  };
}

/** The clock proposes, the host decides: a prepared stage is live only when the host says so, and until they end it. */
export function stateOf(stage: string | undefined, clock: LiveState): LiveState {
  if (stage === 'live' || stage === 'over') return stage;
  if (stage === undefined || clock !== 'live') return clock;
  return 'soon';
}

/** When the clock changes the state next: half an hour before, at the start, at the end. */
function nextTurn(now: Date, { start, end }: { start?: Date; end?: Date }): Date | undefined {
  const turns = [start && new Date(start.getTime() - 30 * 60_000), start, end];
  return turns.find((turn) => turn !== undefined && turn > now);
}

export const findStage = (ctx: Ctx, sessionId: string) =>
  ctx.db.selectFrom('live.stage').selectAll().where('session_id', '=', sessionId).executeTakeFirst();

/** Holds the stage until the transaction ends: commands of two hosts come one after the other. Nothing where none is made. */
export async function lockStage(ctx: Ctx, sessionId: string): Promise<void> {
  await ctx.db
    .selectFrom('live.stage')
    .select('session_id')
    .where('session_id', '=', sessionId)
    .forUpdate()
    .executeTakeFirst();
}

/** The stage of a session, made at the first need. Refuses `not_found` when no such session is released. */
export async function ensureStage(
  ctx: Ctx,
  sessionId: string,
): Promise<NonNullable<Awaited<ReturnType<typeof findStage>>>> {
  const known = await findStage(ctx, sessionId);
  if (known) return known;
  await congress.getSession(ctx, sessionId);
  await ctx.db
    .insertInto('live.stage')
    .values({ session_id: sessionId, room: newId(20) })
    .onConflict((conflict) => conflict.column('session_id').doNothing())
    .execute();
  return (await findStage(ctx, sessionId))!;
}

export const stateInput = z.object({ to: z.enum(['backstage', 'live', 'over']) });

const onward: Record<string, readonly string[]> = {
  closed: ['backstage', 'live'],
  backstage: ['live', 'over'],
  live: ['over'],
  over: ['live'],
};

/** Opens the backstage. Refuses whoever does not run the session, `conflict` when it is already on or over. */
export const openBackstage = (ctx: Ctx, sessionId: string): Promise<void> =>
  moveTo(ctx, sessionId, 'backstage');
/** Lets the audience in. Refuses whoever does not run the session. An ended session may be opened again. */
export const goLive = (ctx: Ctx, sessionId: string): Promise<void> => moveTo(ctx, sessionId, 'live');
/** Ends a session: everybody leaves the stage and the room is closed. Refuses whoever does not run it. */
export const endSession = (ctx: Ctx, sessionId: string): Promise<void> => moveTo(ctx, sessionId, 'over');

async function moveTo(ctx: Ctx, sessionId: string, to: 'backstage' | 'live' | 'over'): Promise<void> {
  await mustRun(ctx, sessionId);
  await inTransaction(ctx, async (inner) => {
    await lockStage(inner, sessionId);
    const stage = await ensureStage(inner, sessionId);
    if (stage.state === to) return;
    // After an emergency only `resumeSession` opens it.
    if (stage.stopped) throw refuse('conflict', 'moderation.stopped');
    if (!onward[stage.state]?.includes(to)) throw refuse('conflict', 'live.not_now', { state: stage.state });
    await inner.db
      .updateTable('live.stage')
      .set({
        state: to,
        ...(to === 'live' && !stage.captions_from ? { captions_from: inner.now() } : {}),
        ...(to === 'over' ? { listeners_band: 0, featured: null } : {}),
      })
      .where('session_id', '=', sessionId)
      .execute();
    if (to === 'over') {
      await inner.db
        .updateTable('live.seat')
        .set({ place: 'away', muted: false, due_at: null, not_yet: false })
        .where('session_id', '=', sessionId)
        .execute();
      await addSeatJob(inner, sessionId);
      await endFloor(inner, sessionId);
    }
    await settleExpiry(inner, sessionId, to === 'over');
    await audit(inner, `live.${to}`, `session:${sessionId}`);
    await emit(inner, { name: `live.${to}`, data: { sessionId } });
    await (to === 'over' ? seatsChanged : stateChanged)(inner, sessionId);
    await slidesFollow(inner, sessionId, to);
  });
}

export const noteInput = z.object({
  note: z
    .object({
      be: z.string().trim().max(300),
      ru: z.string().trim().max(300),
      en: z.string().trim().max(300),
    })
    .partial(),
});

/** The host's standing words to the audience. Refuses whoever does not run the session. */
export async function changeNote(ctx: Ctx, sessionId: string, note: Words): Promise<void> {
  await mustRun(ctx, sessionId);
  await inTransaction(ctx, async (inner) => {
    await ensureStage(inner, sessionId);
    const kept = Object.fromEntries(Object.entries(note).filter(([, text]) => text));
    await inner.db
      .updateTable('live.stage')
      .set({ note: JSON.stringify(kept) })
      .where('session_id', '=', sessionId)
      .execute();
    await stateChanged(inner, sessionId);
  });
}

export const backstageNoteInput = z.object({ text: z.string().trim().max(300) });

/** The host's words to those backstage. Refuses whoever does not run the session. */
export async function tellBackstage(ctx: Ctx, sessionId: string, text: string): Promise<void> {
  await mustRun(ctx, sessionId);
  await inTransaction(ctx, async (inner) => {
    await ensureStage(inner, sessionId);
    await inner.db
      .updateTable('live.stage')
      .set({ backstage_note: text })
      .where('session_id', '=', sessionId)
      .execute();
  });
}

/** Whether the buttons of the host's kit are for the person asking. */
export const mayRun = (ctx: Ctx, sessionId: string): Promise<boolean> => holds(ctx, sessionId, running);
