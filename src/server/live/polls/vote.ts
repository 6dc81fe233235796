import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { blindIndex, inTransaction, refuse, type Ctx } from '#server/kernel';
import type { z } from 'zod';
import { bandOf } from '../bands.ts';
import { tellPart } from '../bus/tell.ts';
import { browserMark, voterOf } from '../voice.ts';
import { readBallot } from './ballot.ts';
import { pollId as idShape, type ballotInput, type Electorate, type PollKind } from './shape.ts';

const voterColumn = 'live.poll_voter.voter';

/**
 * Marks of who votes: of everyone the browser, and the person, too, when there is one; of members the person only.
 * A ballot lies under a key that needs the browser's secret, which is stored nowhere: a mark leads to no ballot.
 */
function keysOf(ctx: Ctx, pollId: string, electorate: Electorate, voice: string) {
  const browser = browserMark(ctx, voterColumn, pollId, voice);
  const own = voterOf(ctx, voterColumn, pollId, voice);
  const isPerson = ctx.actor.kind === 'person';
  const marks = electorate === 'members' ? [own] : isPerson ? [browser, own] : [browser];
  const who = electorate === 'members' && ctx.actor.kind === 'person' ? ctx.actor.personId : '';
  return { marks, key: blindIndex(ctx.app.keys, 'live.poll_ballot.key', `${pollId}|${voice}|${who}`) };
}

/**
 * Votes, or changes one's vote while the poll is open. `voice` is the browser's secret. Answers whether it was changed.
 * Refuses `not_found` for a strange poll or a draft, `conflict` for a closed one and for whoever voted in another browser,
 * `unauthenticated` for a guest where only signed-in people vote, `invalid` for a ballot that says nothing clear.
 */
export async function vote(
  ctx: Ctx,
  sessionId: string,
  pollId: string,
  given: z.output<typeof ballotInput>,
  voice: string,
): Promise<{ changed: boolean }> {
  if (!idShape.test(pollId)) throw refuse('not_found', 'polls.no_such_poll');
  return inTransaction(ctx, async (inner) => {
    // Held until the end: a poll that closes counts this ballot, or refuses it.
    const poll = await inner.db
      .selectFrom('live.poll')
      .select(['kind', 'options', 'most', 'electorate', 'state'])
      .where('id', '=', pollId)
      .where('session_id', '=', sessionId)
      .forShare()
      .executeTakeFirst();
    if (!poll || poll.state === 'draft') throw refuse('not_found', 'polls.no_such_poll');
    if (poll.state !== 'open') throw refuse('conflict', 'polls.is_closed');
    const electorate = poll.electorate as Electorate;
    if (electorate === 'members' && inner.actor.kind !== 'person')
      throw refuse('unauthenticated', 'polls.members_only');
    const options = (poll.options as unknown[]).length;
    const choice = readBallot({ kind: poll.kind as PollKind, options, most: poll.most ?? undefined }, given);
    const { marks, key } = keysOf(inner, pollId, electorate, voice);
    const isNew = await putMarks(inner, pollId, marks);
    if (isNew)
      await inner.db.insertInto('live.poll_ballot').values({ poll_id: pollId, key, choice }).execute();
    else {
      const changed = await inner.db
        .updateTable('live.poll_ballot')
        .set({ choice })
        .where('poll_id', '=', pollId)
        .where('key', '=', key)
        .returning('poll_id')
        .executeTakeFirst();
      if (!changed) throw refuse('conflict', 'polls.voted_elsewhere');
    }
    await moveOthers(inner, pollId);
    if (isNew && (await isNewBand(inner, pollId))) await tellPart(inner, sessionId, 'polls');
    return { changed: !isNew };
  });
}

/** True when nobody with one of these marks has voted. */
async function putMarks(ctx: Ctx, pollId: string, marks: Buffer[]): Promise<boolean> {
  const put = await ctx.db
    .insertInto('live.poll_voter')
    // In one order for all, so that two of them never wait for each other.
    .values(marks.sort(Buffer.compare).map((voter) => ({ poll_id: pollId, voter })))
    .onConflict((conflict) => conflict.doNothing())
    .returning('voter')
    .execute();
  return put.length === marks.length;
}

/**
 * Writes a few other ballots anew, as they are: their places in the table and the numbers of their transactions would
 * otherwise stand in the same order as those of the voters' marks.
 */
async function moveOthers(ctx: Ctx, pollId: string): Promise<void> {
  await sql`update live.poll_ballot set choice = choice where poll_id = ${pollId} and key in (
    select key from live.poll_ballot where poll_id = ${pollId} and key > ${randomBytes(32)}
    order by key limit 4 for update skip locked)`.execute(ctx.db);
}

/** Everybody sees only in which band the number of ballots is. */
async function isNewBand(ctx: Ctx, pollId: string): Promise<boolean> {
  const ballots = await countBallots(ctx, pollId);
  return bandOf(ballots) !== bandOf(ballots - 1);
}

export async function countBallots(ctx: Ctx, pollId: string): Promise<number> {
  const row = await ctx.db
    .selectFrom('live.poll_ballot')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('poll_id', '=', pollId)
    .executeTakeFirst();
  return Number(row?.count ?? 0);
}

/** Whether the asking person, or this browser, has voted, and whether it can be changed here. */
export async function ownVote(
  ctx: Ctx,
  poll: { id: string; electorate: Electorate },
  voice: string,
): Promise<'none' | 'here' | 'elsewhere'> {
  const { marks, key } = keysOf(ctx, poll.id, poll.electorate, voice);
  const mark = await ctx.db
    .selectFrom('live.poll_voter')
    .select('voter')
    .where('poll_id', '=', poll.id)
    .where('voter', 'in', marks)
    .executeTakeFirst();
  if (!mark) return 'none';
  const ballot = await ctx.db
    .selectFrom('live.poll_ballot')
    .select('poll_id')
    .where('poll_id', '=', poll.id)
    .where('key', '=', key)
    .executeTakeFirst();
  return ballot ? 'here' : 'elsewhere';
}
