import * as congress from '#server/congress';
import { refuse, type Ctx } from '#server/kernel';
import { z } from 'zod';
import {
  allowance,
  historyOf,
  isShort,
  leastTurnMs,
  orderFloor,
  pauseMs,
  type Placed,
} from '#lib/floor/index.ts';
import { findZero } from '../left/for-recording.ts';
import { clockOf } from './clock.ts';
import { decide, readSpeeches, readWaiting, termsOf, toSpoken, type FloorRow } from './floor.ts';
import { bringSeat, returnSeat } from './seat.ts';
import { closeSpeech, findSpeech } from './speech.ts';

const version = z.coerce.number().int().min(0);
const entry = z.string().regex(/^[0-9a-z]{1,40}$/);
/** A written reason everybody reads. */
const reason = z
  .string()
  .trim()
  .max(200)
  .regex(/^[^\p{Cc}\u2028\u2029]*$/u, 'floor.one_line');

/** The list as it stands, in the order of its rules. */
export async function orderNow(
  ctx: Ctx,
  floor: Pick<FloorRow, 'session_id'> & Parameters<typeof termsOf>[0],
) {
  const speeches = await readSpeeches(ctx, floor.session_id);
  const spoken = speeches.map((row) => toSpoken(row, ctx.now()));
  const terms = termsOf(floor);
  const placed = orderFloor(await readWaiting(ctx, floor.session_id), spoken, terms);
  return { speeches, spoken, terms, placed };
}

function findPlaced(placed: Placed[], id: string): { found: Placed; at: number } {
  const at = placed.findIndex((one) => one.entry.id === id);
  if (at < 0)
    throw placed[0]
      ? refuse('conflict', 'floor.not_waiting', { first: placed[0].entry.name })
      : refuse('conflict', 'floor.nobody_waits');
  return { found: placed[at]!, at };
}

const logged = (
  ctx: Ctx,
  sessionId: string,
  act: 'out_of_turn' | 'over_budget' | 'moved' | 'removed',
  name: string,
  why: string,
) =>
  ctx.db
    .insertInto('live.floor_log')
    .values({ session_id: sessionId, act, shown_as: name, reason: why })
    .execute();

export const callInput = z.object({ version, entry, reason: reason.optional() });

/**
 * Gives the floor: whoever has it gives it up, and the one called is on stage with an open microphone, all at once.
 * Refuses whoever does not chair, `conflict` with what is now when the state seen is an old one, and, without a written
 * reason, a call out of turn or over a budget that is used up.
 */
export async function callSpeaker(
  ctx: Ctx,
  sessionId: string,
  asked: z.output<typeof callInput>,
): Promise<void> {
  await decide(ctx, sessionId, asked.version, `call ${asked.entry}`, async (inner, floor) => {
    const { placed, spoken, terms } = await orderNow(inner, floor);
    const { found, at } = findPlaced(placed, asked.entry);
    const { id, name } = found.entry;
    const time = allowance(found.entry, historyOf(spoken), terms);
    const isOver = time.ms < leastTurnMs;
    if (at > 0 && !asked.reason)
      throw refuse('conflict', 'floor.reason_out_of_turn', { name, first: placed[0]!.entry.name });
    if (isOver && !asked.reason) throw refuse('conflict', 'floor.reason_over_budget', { name });
    if (asked.reason && at > 0) await logged(inner, sessionId, 'out_of_turn', name, asked.reason);
    else if (asked.reason && isOver) await logged(inner, sessionId, 'over_budget', name, asked.reason);
    const usual = isShort(found.entry.kind) ? terms.shortMs : terms.speechMs;
    await giveFloor(inner, sessionId, id, isOver ? usual : time.ms);
    await inner.db
      .updateTable('live.floor_entry')
      .set((eb) => ({ pinned_at: eb('pinned_at', '-', 1) }))
      .where('session_id', '=', sessionId)
      .where('pinned_at', '>', at + 1)
      .execute();
  });
}

async function giveFloor(ctx: Ctx, sessionId: string, id: string, allowedMs: number): Promise<void> {
  const speech = await findSpeech(ctx, sessionId);
  const before = speech && (await closeSpeech(ctx, speech));
  const row = await ctx.db
    .deleteFrom('live.floor_entry')
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
  if (before && before !== row.seat) await returnSeat(ctx, sessionId, before);
  const wasOnStage = row.seat ? await bringSeat(ctx, sessionId, row.seat) : undefined;
  await ctx.db
    .insertInto('live.floor_speech')
    .values({
      id,
      session_id: sessionId,
      kind: row.kind,
      category: row.category,
      shown_as: row.shown_as,
      group_name: row.group_name,
      owner: row.owner,
      seat: row.seat,
      stays: wasOnStage === true && before !== row.seat,
      on_record: row.on_record,
      allowed_ms: allowedMs,
      started_at: ctx.now(),
      began_ms: await momentOfRecording(ctx, sessionId),
    })
    .execute();
}

/** Where a session is recorded for everybody to hear, when a speech begins is no secret: its chapter. */
async function momentOfRecording(ctx: Ctx, sessionId: string): Promise<number | null> {
  const zero = await findZero(ctx, sessionId);
  if (!zero || !(await congress.getSession(ctx, sessionId)).record) return null;
  return Math.max(0, ctx.now().getTime() - zero.getTime());
}

export const clockInput = z.object({
  version,
  act: z.enum(['pause', 'resume', 'extend', 'end']),
  seconds: z.coerce.number().int().min(10).max(1800).optional(),
});

/**
 * Stops the speech's clock, lets it run, adds time to it, or ends the speech. Refuses whoever does not chair, `conflict`
 * when nobody has the floor or the state seen is an old one.
 */
export async function changeClock(
  ctx: Ctx,
  sessionId: string,
  { version: seen, act, seconds = 60 }: z.output<typeof clockInput>,
): Promise<void> {
  const command = act === 'extend' ? `extend ${seconds}` : act;
  await decide(ctx, sessionId, seen, command, async (inner) => {
    const speech = await findSpeech(inner, sessionId);
    if (!speech) throw refuse('conflict', 'floor.nobody_speaks');
    if (act === 'end') {
      const seat = await closeSpeech(inner, speech);
      if (seat) await returnSeat(inner, sessionId, seat);
      return;
    }
    const isPaused = speech.paused_at !== null;
    const now = inner.now();
    const change =
      act === 'extend'
        ? { extended_ms: Math.min(speech.extended_ms + seconds * 1000, 86_400_000) }
        : act === 'pause' && !isPaused
          ? { paused_at: now }
          : act === 'resume' && isPaused
            ? { paused_at: null, paused_ms: speech.paused_ms + pauseMs(clockOf(speech), now.getTime()) }
            : undefined;
    if (change)
      await inner.db.updateTable('live.floor_speech').set(change).where('id', '=', speech.id).execute();
  });
}

const why = reason.min(1, 'floor.reason_missing');
export const moveInput = z.object({
  version,
  entry,
  to: z.coerce.number().int().min(1).max(300),
  reason: why,
});

/** Gives somebody another place than the rules do; place and reason are public. Refuses whoever does not chair. */
export async function moveOnFloor(
  ctx: Ctx,
  sessionId: string,
  asked: z.output<typeof moveInput>,
): Promise<void> {
  await decide(ctx, sessionId, asked.version, `move ${asked.entry} ${asked.to}`, async (inner, floor) => {
    const { placed } = await orderNow(inner, floor);
    const { found } = findPlaced(placed, asked.entry);
    const to = Math.min(asked.to, placed.length);
    // Whoever was moved to this place or behind it before moves up by one.
    await inner.db
      .updateTable('live.floor_entry')
      .set((eb) => ({ pinned_at: eb('pinned_at', '+', 1) }))
      .where('session_id', '=', sessionId)
      .where('pinned_at', '>=', to)
      .execute();
    await inner.db
      .updateTable('live.floor_entry')
      .set({ pinned_at: to, pin_reason: asked.reason })
      .where('id', '=', asked.entry)
      .execute();
    await logged(inner, sessionId, 'moved', found.entry.name, asked.reason);
  });
}

export const removeInput = z.object({ version, entry, reason: why });

/** Takes somebody off the list; the reason is public. Refuses whoever does not chair. */
export async function removeFromFloor(
  ctx: Ctx,
  sessionId: string,
  asked: z.output<typeof removeInput>,
): Promise<void> {
  await decide(ctx, sessionId, asked.version, `remove ${asked.entry}`, async (inner, floor) => {
    const { placed } = await orderNow(inner, floor);
    const { found } = findPlaced(placed, asked.entry);
    await inner.db.deleteFrom('live.floor_entry').where('id', '=', asked.entry).execute();
    await logged(inner, sessionId, 'removed', found.entry.name, asked.reason);
  });
}
