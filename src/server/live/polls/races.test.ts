import { expect, test } from 'vitest';
import { newId, type Ctx } from '#server/kernel';
import * as live from '#server/live';
import { as, outcome, system } from '../../../../tests/support/given.ts';
import { withSession } from '../test-session.ts';

// On connections of their own, as in life.
async function openSession(): Promise<{ ctx: Ctx; id: string; host: Ctx }> {
  const { ctx, id } = await withSession({ commits: true });
  const host = system(ctx);
  await live.goLive(host, id);
  return { ctx, id, host };
}
const poll = live.pollInput.parse({
  kind: 'single',
  question: { en: 'Which?' },
  options: { en: 'a\nb' },
  electorate: 'everyone',
  smallShown: 'yes',
});
const ballot = (one: number) => live.ballotInput.parse({ one: String(one) });
const outcomes = (works: Promise<unknown>[]): Promise<string[]> => Promise.all(works.map(outcome));

test('two tabs, two hosts, votes while it closes: every accepted vote is counted once, and nothing waits for ever', async () => {
  const { ctx, id, host } = await openSession();
  const one = await live.draftPoll(host, id, poll);
  expect(new Set(await outcomes([1, 2].map(() => live.movePoll(host, id, one, 'open'))))).toEqual(
    new Set(['done']),
  );
  // The same browser from several tabs at once: one ballot.
  await outcomes([0, 1, 0, 1].map((option) => live.vote(ctx, id, one, ballot(option), 'tabs')));
  // One person from two browsers at once, who has not voted yet: one of them is told.
  const person = as(ctx, newId());
  const twice = await outcomes(['home', 'work'].map((voice) => live.vote(person, id, one, ballot(1), voice)));
  expect(twice.sort()).toEqual(['done', 'polls.voted_elsewhere']);
  // Many vote while two hosts close.
  const votes = Array.from({ length: 40 }, (_, at) => live.vote(ctx, id, one, ballot(at % 2), `v${at}`));
  const closings = [1, 2].map(() => live.movePoll(host, id, one, 'closed'));
  const [voted, closed] = await Promise.all([outcomes(votes), outcomes(closings)]);
  expect(closed).toEqual(['done', 'done']);
  expect(new Set(voted.filter((one) => one !== 'done'))).toEqual(
    new Set(voted.includes('polls.is_closed') ? ['polls.is_closed'] : []),
  );
  const [view] = await live.listPolls(host, id);
  expect(view!.result!.ballots).toBe(2 + voted.filter((each) => each === 'done').length);
  expect(await ctx.db.selectFrom('live.poll_ballot').selectAll().execute()).toEqual([]);
}, 60_000);

test('hosts pin, hide and merge the same questions at once while people vote: the sums stay true', async () => {
  const { ctx, id, host } = await openSession();
  for (const text of ['a', 'b', 'c', 'd']) await live.askQuestion(ctx, id, { text });
  const ids = (await live.listQuestions(host, id)).map((question) => question.id);
  for (const question of ids) await live.showQuestion(host, id, question);
  const [a, b, c, d] = ids as [string, string, string, string];
  const results = await outcomes([
    ...Array.from({ length: 30 }, (_, at) => live.voteQuestion(ctx, id, ids[at % 4]!, `v${at % 10}`)),
    ...ids.map((question) => live.pinQuestion(host, id, question)),
    live.mergeQuestion(host, id, a, b),
    live.mergeQuestion(host, id, b, a),
    live.mergeQuestion(host, id, b, c),
    live.mergeQuestion(host, id, c, a),
    live.hideQuestion(host, id, d),
  ]);
  expect(results.filter((one) => !/^(done|questions\.merged|live\.no_such_question)$/.test(one))).toEqual([]);
  const rows = await ctx.db
    .selectFrom('live.question as q')
    .select(['q.id', 'q.votes', 'q.state', 'q.merged_into', 'q.pinned'])
    .select((eb) =>
      eb
        .selectFrom('live.question_vote as v')
        .whereRef('v.question_id', '=', 'q.id')
        .select((inner) => inner.fn.countAll<number>().as('n'))
        .as('marks'),
    )
    .where('q.session_id', '=', id)
    .execute();
  for (const row of rows) expect([row.id, row.votes]).toEqual([row.id, Number(row.marks)]);
  expect(rows.filter((row) => row.pinned).length).toBeLessThanOrEqual(1);
  // What was joined leads to a question that was not.
  const merged = new Set(rows.flatMap((row) => (row.state === 'merged' ? [row.id] : [])));
  expect(merged.size).toBeGreaterThan(0);
  expect(rows.filter((row) => row.merged_into && merged.has(row.merged_into))).toEqual([]);
}, 60_000);
