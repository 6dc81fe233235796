import { broadcast, inTransaction, newId, refuse, type Ctx } from '#server/kernel';
import { z } from 'zod';
import { needNotBarred } from '../moderation/barred.ts';
import { seatOwner } from '../places.ts';
import { enterHall, findSeat } from '../stage/seats.ts';
import { topicOf } from '../bus/tell.ts';
import { cleanLine } from './clean.ts';
import { getTalk, lockTalk, mayTalk, tellTalk } from './settings.ts';
import { forgetIdleVoices, markOf, needVoice } from './voice.ts';

export interface Message {
  seq: number;
  id: string;
  text: string;
  /** The name of a seat; nothing when unsigned. */
  by?: string;
}

/** Bounds of a flood: what one session's talk may hold, and how fast it may grow. */
export const bounds = {
  /** Messages kept; older ones go. */
  kept: 200,
  /** How many a page shows. */
  shown: 100,
  characters: 400,
  /** Of all voices, in `windowMs`: what can still be read. */
  perWindow: 10,
  /** Of these at most so many by guests, whose voices cost little: whoever is signed in always finds room. */
  guestsPerWindow: 6,
  windowMs: 10_000,
  /** Between two messages of one voice, even without slow mode. */
  leastPauseMs: 2_000,
} as const;

export const sayInput = z.object({
  text: z
    .string()
    .max(4000, 'talk.long')
    .transform(cleanLine)
    .pipe(z.string().min(1, 'talk.text_missing').max(bounds.characters, 'talk.long')),
  /** Whether to sign with the name of one's seat, and which name to take where there is no seat yet. */
  sign: z.enum(['yes']).optional(),
  name: z.string().max(400).transform(cleanLine).pipe(z.string().max(60)).optional(),
});

/**
 * Says something to everybody in a session, signed with one's seat or unsigned. Refuses `conflict` when the talk is closed,
 * guests where members talk, `too_many` when this voice or all together are too fast, `forbidden` a voice that was paused.
 */
export async function sayInTalk(
  ctx: Ctx,
  sessionId: string,
  { text, sign, name }: z.output<typeof sayInput>,
  given?: string,
): Promise<void> {
  const voice = needVoice(ctx, given);
  const isGuest = ctx.actor.kind === 'guest';
  // A flood is turned away before it waits for a lock.
  mayTalk(ctx, await getTalk(ctx, sessionId));
  await inTransaction(ctx, async (inner) => {
    // The seat first: whoever stops a session locks its stage, then its talk.
    const by = sign ? await signature(inner, sessionId, name) : undefined;
    const talk = await lockTalk(inner, sessionId);
    mayTalk(inner, await getTalk(inner, sessionId));
    const now = inner.now();
    const mark = markOf(inner, sessionId, voice);
    await mayThisVoice(inner, sessionId, mark, Math.max(talk.slow_seconds * 1000, bounds.leastPauseMs));
    const isNewWindow = Math.abs(now.getTime() - talk.window_at.getTime()) >= bounds.windowMs;
    const count = isNewWindow ? 0 : talk.window_count;
    const guests = isNewWindow ? 0 : talk.window_guests;
    if (count >= bounds.perWindow || (isGuest && guests >= bounds.guestsPerWindow))
      throw refuse('too_many', 'talk.too_fast');
    const message = { seq: Number(talk.last_seq) + 1, id: newId(), text, ...(by ? { by } : {}) };
    await inner.db
      .insertInto('live.message')
      .values({
        session_id: sessionId,
        seq: message.seq,
        id: message.id,
        author: mark,
        text,
        signed_as: by ?? null,
      })
      .execute();
    await inner.db
      .updateTable('live.talk')
      .set({
        last_seq: message.seq,
        window_count: count + 1,
        window_guests: guests + (isGuest ? 1 : 0),
        ...(isNewWindow ? { window_at: now } : {}),
      })
      .where('session_id', '=', sessionId)
      .execute();
    await rememberVoice(inner, sessionId, mark, now);
    if (message.seq % 20 === 0) await dropOld(inner, sessionId, message.seq, now);
    await broadcast(inner, topicOf(sessionId), { event: 'says', data: message });
    await tellTalk(inner, sessionId);
  });
}

async function mayThisVoice(ctx: Ctx, sessionId: string, mark: Buffer, pauseMs: number): Promise<void> {
  const now = ctx.now().getTime();
  const row = await ctx.db
    .selectFrom('live.voice')
    .select(['spoke_at', 'silent_until'])
    .where('session_id', '=', sessionId)
    .where('mark', '=', mark)
    .executeTakeFirst();
  if (row?.silent_until && row.silent_until.getTime() > now) {
    const minutes = Math.ceil((row.silent_until.getTime() - now) / 60_000);
    throw refuse('forbidden', 'talk.silenced', { minutes });
  }
  // A clock that was set back must not silence anybody for longer than the pause.
  const since = row?.spoke_at ? Math.abs(now - row.spoke_at.getTime()) : pauseMs;
  if (since < pauseMs)
    throw refuse('too_many', 'talk.too_soon', { seconds: Math.ceil((pauseMs - since) / 1000) });
  if (ctx.actor.kind !== 'person') return;
  await needNotBarred(ctx, sessionId, seatOwner(ctx, sessionId, ctx.actor.personId));
}

/** The name of one's seat; whoever has none takes one in the hall. */
async function signature(ctx: Ctx, sessionId: string, name?: string): Promise<string | undefined> {
  // The demo's invented people have no seats.
  if (ctx.actor.kind === 'system') return name;
  if (ctx.actor.kind !== 'person') return undefined;
  const seat = await findSeat(ctx, sessionId);
  if (seat && seat.place !== 'away') return seat.shownAs;
  const chosen = name || seat?.shownAs;
  if (!chosen) throw refuse('invalid', 'live.name_missing');
  return (await enterHall(ctx, sessionId, chosen)).shownAs;
}

async function rememberVoice(ctx: Ctx, sessionId: string, mark: Buffer, now: Date): Promise<void> {
  const spokeAt = new Date(Math.floor(now.getTime() / 1000) * 1000);
  await ctx.db
    .insertInto('live.voice')
    .values({ session_id: sessionId, mark, spoke_at: spokeAt })
    .onConflict((conflict) => conflict.columns(['session_id', 'mark']).doUpdateSet({ spoke_at: spokeAt }))
    .execute();
}

/** Messages beyond the newest, and voices of which nothing must be known any more. */
async function dropOld(ctx: Ctx, sessionId: string, newest: number, now: Date): Promise<void> {
  await ctx.db
    .deleteFrom('live.message')
    .where('session_id', '=', sessionId)
    .where('seq', '<=', newest - bounds.kept)
    .execute();
  await forgetIdleVoices(ctx, sessionId, now);
}

/** What a session's page of talk shows: the newest messages after `after` that were not hidden, oldest first. */
export async function lastMessages(
  ctx: Ctx,
  sessionId: string,
  after = 0,
  most: number = bounds.shown,
): Promise<Message[]> {
  const rows = await ctx.db
    .selectFrom('live.message')
    .select(['seq', 'id', 'text', 'signed_as'])
    .where('session_id', '=', sessionId)
    .where('seq', '>', after)
    .where('hidden', 'is', null)
    .orderBy('seq', 'desc')
    .limit(most)
    .execute();
  return rows.reverse().map(({ seq, id, text, signed_as: by }) => ({
    seq: Number(seq),
    id,
    text,
    ...(by ? { by } : {}),
  }));
}
