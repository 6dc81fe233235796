import * as congress from '#server/congress';
import { newId, refuse, type Ctx, type DB } from '#server/kernel';
import type { ExpressionBuilder } from 'kysely';
import { z } from 'zod';
import { floorKinds, pointCategories, topicOf } from '#lib/floor/index.ts';
import { seatOwner } from '../places.ts';
import { enterHall } from '../stage/seats.ts';
import { decide, listChanged, readSpeeches, toSpoken, withFloor, type FloorRow } from './floor.ts';
import { returnSeat } from './seat.ts';
import { closeSpeech, findSpeech } from './speech.ts';

/** A flood must not bury the chair. */
const mostWaiting = 300;

const oneLine = (most: number) =>
  z
    .string()
    .trim()
    .max(most)
    .regex(/^[^\p{Cc}\u2028\u2029]*$/u, 'floor.one_line');

const askInput = z.object({
  shownAs: oneLine(60).min(1, 'live.name_missing'),
  kind: z.enum(floorKinds),
  category: z.union([z.enum(pointCategories), z.literal('')]).optional(),
  group: oneLine(40).optional(),
});
export const enterInput = askInput.extend({ onRecord: z.literal('yes').optional() });
export type Asked = z.output<typeof askInput>;

/** What would be written down of somebody who asks; refuses what the list does not take now. */
async function admit(ctx: Ctx, floor: FloorRow, asked: Asked, count: number, isChair: boolean) {
  const { session_id: sessionId } = floor;
  const isPoint = asked.kind === 'point';
  if (!floor.is_open && !isChair && !(isPoint && floor.points_when_closed))
    throw refuse('conflict', 'floor.closed');
  if (!floor.kinds.includes(asked.kind)) throw refuse('conflict', 'floor.kind_not_taken');
  if (asked.group && !floor.groups.includes(asked.group)) throw refuse('conflict', 'floor.no_such_group');
  if (count >= mostWaiting) throw refuse('too_many', 'floor.full');
  const replyTo = asked.kind === 'reply' ? await findTopic(ctx, sessionId) : undefined;
  if (asked.kind === 'reply' && !replyTo) throw refuse('conflict', 'floor.nobody_to_reply');
  return {
    kind: asked.kind,
    category: isPoint ? asked.category || 'procedure' : null,
    shown_as: asked.shownAs,
    group_name: asked.group || null,
    reply_to: replyTo ?? null,
  };
}

async function findTopic(ctx: Ctx, sessionId: string): Promise<string | undefined> {
  const speeches = await readSpeeches(ctx, sessionId);
  return topicOf(speeches.map((row) => toSpoken(row, ctx.now())))?.id;
}

/**
 * Asks for the floor under a name that everybody sees. Once entered, the same person changes name, group or kind and keeps
 * their place; a point of order stands beside it. Answers the entry's id.
 * Refuses a guest, `conflict` when the list or that kind is closed or the session over, `too_many` when hundreds wait.
 */
export async function enterFloor(
  ctx: Ctx,
  sessionId: string,
  asked: z.output<typeof enterInput>,
): Promise<string> {
  const { actor } = ctx;
  if (actor.kind !== 'person') throw refuse('unauthenticated', 'live.sign_in_first');
  // A stage may outlive its session's place in the programme.
  await congress.getSession(ctx, sessionId);
  return withFloor(ctx, sessionId, async (inner, floor) => {
    const owner = seatOwner(inner, sessionId, actor.personId);
    // One question instead of three: everybody else waits meanwhile.
    const facts = await inner.db
      .selectNoFrom((eb) => [
        countWaiting(eb, sessionId).as('count'),
        eb
          .selectFrom('live.floor_entry')
          .select('id')
          .where('session_id', '=', sessionId)
          .where('owner', '=', owner)
          .where('kind', asked.kind === 'point' ? '=' : '!=', 'point')
          .as('entry'),
        eb
          .selectFrom('live.seat')
          .select('identity')
          .where('session_id', '=', sessionId)
          .where('owner', '=', owner)
          .where('shown_as', '=', asked.shownAs)
          .where('place', '!=', 'away')
          .where('barred', '=', false)
          .as('seat'),
      ])
      .executeTakeFirstOrThrow();
    const row = await admit(inner, floor, asked, facts.entry ? 0 : Number(facts.count), false);
    const own = { ...row, on_record: asked.onRecord === 'yes' };
    const seat = facts.seat ?? (await enterHall(inner, sessionId, asked.shownAs)).identity;
    if (facts.entry) {
      await inner.db.updateTable('live.floor_entry').set(own).where('id', '=', facts.entry).execute();
      await listChanged(inner, sessionId);
      return facts.entry;
    }
    const id = newId();
    await inner.db
      .insertInto('live.floor_entry')
      .values({ id, session_id: sessionId, owner, seat, ...own })
      .execute();
    await listChanged(inner, sessionId);
    return id;
  });
}

const countWaiting = (eb: ExpressionBuilder<DB, never>, sessionId: string) =>
  eb
    .selectFrom('live.floor_entry')
    .select((count) => count.fn.countAll<number>().as('count'))
    .where('session_id', '=', sessionId);

/** Takes one's own entries off the list, or one of them. Does nothing for whoever has none. */
export async function leaveFloor(ctx: Ctx, sessionId: string, entry?: string): Promise<void> {
  const { actor } = ctx;
  if (actor.kind !== 'person') throw refuse('unauthenticated', 'live.sign_in_first');
  await withFloor(ctx, sessionId, async (inner) => {
    let gone = inner.db
      .deleteFrom('live.floor_entry')
      .where('session_id', '=', sessionId)
      .where('owner', '=', seatOwner(inner, sessionId, actor.personId));
    if (entry) gone = gone.where('id', '=', entry);
    const rows = await gone.returning('id').execute();
    if (rows.length > 0) await listChanged(inner, sessionId);
  });
}

/** Says that one has finished: the microphone closes at once. Does nothing for whoever does not have the floor. */
export async function finishSpeech(ctx: Ctx, sessionId: string): Promise<void> {
  const { actor } = ctx;
  if (actor.kind !== 'person') throw refuse('unauthenticated', 'live.sign_in_first');
  await withFloor(ctx, sessionId, async (inner, floor) => {
    const speech = await findSpeech(inner, sessionId);
    if (!speech?.owner?.equals(seatOwner(inner, sessionId, actor.personId))) return;
    const seat = await closeSpeech(inner, speech);
    if (seat) await returnSeat(inner, sessionId, seat);
    // What a chair decided about this speech in the meantime no longer means the same.
    await inner.db
      .updateTable('live.floor')
      .set({ version: floor.version + 1 })
      .where('session_id', '=', sessionId)
      .execute();
    await listChanged(inner, sessionId);
  });
}

export const addInput = askInput.extend({ version: z.coerce.number().int().min(0) });

/**
 * Adds somebody without an account by name: a newcomer at another screen, somebody in the room. Answers the entry's id.
 * A list that is closed still takes them. Refuses whoever does not chair the session.
 */
export async function addToFloor(
  ctx: Ctx,
  sessionId: string,
  asked: z.output<typeof addInput>,
): Promise<void> {
  const { version, ...wish } = asked;
  await decide(ctx, sessionId, version, `add ${JSON.stringify(wish)}`, async (inner, floor) => {
    const { count } = await inner.db
      .selectNoFrom((eb) => countWaiting(eb, sessionId).as('count'))
      .executeTakeFirstOrThrow();
    const row = await admit(inner, floor, wish, Number(count), true);
    await inner.db
      .insertInto('live.floor_entry')
      .values({ id: newId(), session_id: sessionId, ...row })
      .execute();
  });
}
