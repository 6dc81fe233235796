import { audit, inTransaction, newId, refuse, type Ctx } from '#server/kernel';
import { mustRun } from '../places.ts';
import { ensureStage } from '../stage/stages.ts';
import { tellPart } from '../bus/tell.ts';
import { count, type Counted } from './count.ts';
import { fewBallots, type PollInput, type PollKind, type PollState } from './shape.ts';

/** Of one session. */
const mostPolls = 50;

/** Sums, or only that they are too few to be shown. */
export type PollResult = Counted | { few: true };

/** Prepares a poll that nobody but those who run the session sees. Refuses them others, `too_many` after fifty. */
export async function draftPoll(ctx: Ctx, sessionId: string, poll: PollInput): Promise<string> {
  await mustRun(ctx, sessionId);
  return inTransaction(ctx, async (inner) => {
    await ensureStage(inner, sessionId);
    const { all } = await inner.db
      .selectFrom('live.poll')
      .select((eb) => eb.fn.countAll<number>().as('all'))
      .where('session_id', '=', sessionId)
      .executeTakeFirstOrThrow();
    if (Number(all) >= mostPolls) throw refuse('too_many', 'polls.too_many');
    const id = newId();
    await inner.db
      .insertInto('live.poll')
      .values({
        id,
        session_id: sessionId,
        kind: poll.kind,
        question: JSON.stringify(poll.question),
        options: JSON.stringify(poll.options),
        most: poll.kind === 'several' ? (poll.most ?? null) : null,
        electorate: poll.electorate,
        quorum: poll.quorum ?? null,
        small_shown: Boolean(poll.smallShown),
      })
      .execute();
    await audit(inner, 'live.poll_drafted', `poll:${id}`);
    return id;
  });
}

const before: Record<'open' | 'closed' | 'shown', PollState> = {
  open: 'draft',
  closed: 'open',
  shown: 'closed',
};

/**
 * Opens a draft, closes what is open (it is counted and its ballots are deleted at once), shows the result of what is
 * closed, or removes a draft. Done twice it is done once. Refuses whoever does not run the session, `not_found` for a
 * strange poll, `conflict` for a step that is not the next one, and for opening when the session is over.
 */
export async function movePoll(
  ctx: Ctx,
  sessionId: string,
  pollId: string,
  to: 'open' | 'closed' | 'shown' | 'removed',
): Promise<void> {
  await mustRun(ctx, sessionId);
  await inTransaction(ctx, async (inner) => {
    const stage = await ensureStage(inner, sessionId);
    const poll = await lock(inner, sessionId, pollId);
    if (!poll) {
      if (to === 'removed') return;
      throw refuse('not_found', 'polls.no_such_poll');
    }
    if (poll.state === to) return;
    if (poll.state !== (to === 'removed' ? 'draft' : before[to]))
      throw refuse('conflict', 'polls.not_now', { state: poll.state });
    if (to === 'open' && stage.state === 'over') throw refuse('conflict', 'live.over');
    if (to === 'removed') await inner.db.deleteFrom('live.poll').where('id', '=', pollId).execute();
    else if (to === 'closed') await close(inner, poll);
    else await inner.db.updateTable('live.poll').set({ state: to }).where('id', '=', pollId).execute();
    await audit(inner, `live.poll_${to}`, `poll:${pollId}`);
    await tellPart(inner, sessionId, 'polls');
  });
}

/** Waits for whoever is just voting, and makes those who come later wait. */
const lock = (ctx: Ctx, sessionId: string, pollId: string) =>
  ctx.db
    .selectFrom('live.poll')
    .select(['id', 'state', 'kind', 'options', 'small_shown'])
    .where('id', '=', pollId)
    .where('session_id', '=', sessionId)
    .forUpdate()
    .executeTakeFirst();

async function close(ctx: Ctx, poll: NonNullable<Awaited<ReturnType<typeof lock>>>): Promise<void> {
  const ballots = await ctx.db
    .deleteFrom('live.poll_ballot')
    .where('poll_id', '=', poll.id)
    .returning('choice')
    .execute();
  await ctx.db.deleteFrom('live.poll_voter').where('poll_id', '=', poll.id).execute();
  const counted = count(
    poll.kind as PollKind,
    (poll.options as unknown[]).length,
    ballots.map((ballot) => ballot.choice),
  );
  const result: PollResult = ballots.length < fewBallots && !poll.small_shown ? { few: true } : counted;
  await ctx.db
    .updateTable('live.poll')
    .set({ state: 'closed', result: JSON.stringify(result) })
    .where('id', '=', poll.id)
    .execute();
}

/** What is open when the session ends is closed; the host may show it afterwards. Not for the door. */
export async function closePolls(ctx: Ctx, sessionId: string): Promise<void> {
  const open = await ctx.db
    .selectFrom('live.poll')
    .select('id')
    .where('session_id', '=', sessionId)
    .where('state', '=', 'open')
    .orderBy('id')
    .execute();
  for (const { id } of open) await movePoll(ctx, sessionId, id, 'closed');
}
