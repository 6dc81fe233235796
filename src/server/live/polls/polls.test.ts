import { describe, expect, test } from 'vitest';
import type { Ctx } from '#server/kernel';
import * as live from '#server/live';
import { deliverAll, refusal } from '../../../../tests/support/given.ts';
import { parts } from '../bus/stream-parts.ts';
import { withSession } from '../test-session.ts';

const make = (given: object = {}) =>
  live.pollInput.parse({
    kind: 'single',
    question: { be: 'Куды далей?', en: 'Where next?' },
    options: { be: 'Лес\nПоле\nРака', en: 'Forest\nField\nRiver' },
    electorate: 'everyone',
    ...given,
  });
const ballot = (form: object) => live.ballotInput.parse(form);

async function withPoll(more: object = {}) {
  const given = await withSession();
  await live.goLive(given.host, given.id);
  const poll = await live.draftPoll(given.host, given.id, make(more));
  await live.movePoll(given.host, given.id, poll, 'open');
  const vote = (ctx: Ctx, one: number | object, voice = 'v') =>
    live.vote(ctx, given.id, poll, ballot(typeof one === 'number' ? { one: String(one) } : one), voice);
  const end = async () => {
    await live.movePoll(given.host, given.id, poll, 'closed');
    await live.movePoll(given.host, given.id, poll, 'shown');
    return (await live.getPoll(given.ctx, given.id, poll, '')).result;
  };
  const frame = async () => JSON.stringify(await parts.polls!(given.ctx, given.id, 0));
  return { ...given, poll, vote, end, frame };
}

describe('a poll’s life', () => {
  test('draft, open, closed, shown; each step once, in this order, by those who run the session', async () => {
    const { ctx, id, host, speaker } = await withSession();
    await live.goLive(host, id);
    expect(await refusal(live.draftPoll(ctx, id, make()))).toBe('unauthenticated live.sign_in_first');
    expect(await refusal(live.draftPoll(speaker, id, make()))).toBe('forbidden live.not_yours_to_run');
    const poll = await live.draftPoll(host, id, make());
    expect(await live.listPolls(ctx, id)).toEqual([]);
    expect(await live.listPolls(host, id)).toMatchObject([{ state: 'draft' }]);
    expect(await refusal(live.getPoll(ctx, id, poll, ''))).toBe('not_found polls.no_such_poll');
    expect(await refusal(live.vote(ctx, id, poll, ballot({ one: '0' }), 'v'))).toBe(
      'not_found polls.no_such_poll',
    );
    expect(await refusal(live.movePoll(speaker, id, poll, 'open'))).toBe('forbidden live.not_yours_to_run');
    expect(await refusal(live.movePoll(host, id, poll, 'shown'))).toBe('conflict polls.not_now');
    await live.movePoll(host, id, poll, 'open');
    await live.movePoll(host, id, poll, 'open');
    expect(await refusal(live.movePoll(host, id, poll, 'removed'))).toBe('conflict polls.not_now');
    await live.movePoll(host, id, poll, 'closed');
    await live.movePoll(host, id, poll, 'closed');
    expect(await refusal(live.movePoll(host, id, poll, 'open'))).toBe('conflict polls.not_now');
    expect(await refusal(live.vote(ctx, id, poll, ballot({ one: '0' }), 'v'))).toBe(
      'conflict polls.is_closed',
    );
    await live.movePoll(host, id, poll, 'shown');
    expect(await live.listPollResults(ctx, id)).toMatchObject([{ id: poll, state: 'shown' }]);
    const other = await live.draftPoll(host, id, make());
    await live.movePoll(host, id, other, 'removed');
    await live.movePoll(host, id, other, 'removed');
    expect(await live.listPolls(host, id)).toHaveLength(1);
    expect(await refusal(live.movePoll(host, id, 'none', 'open'))).toBe('not_found polls.no_such_poll');
  });

  test('the end of a session closes what is open', async () => {
    const given = await withPoll();
    given.ctx.app.modules = [...given.ctx.app.modules, live.module].filter((one) => one.name === 'live');
    await live.endSession(given.host, given.id);
    await deliverAll(given.ctx);
    expect(await live.listPolls(given.ctx, given.id)).toMatchObject([{ state: 'closed' }]);
    const late = await live.draftPoll(given.host, given.id, make());
    expect(await refusal(live.movePoll(given.host, given.id, late, 'open'))).toBe('conflict live.over');
  });
});

test.each(['a\u0000b', '../x', 'x'.repeat(300), ''])(
  'what is no address of a poll (%j) is not found',
  async (strange) => {
    const { ctx, id } = await withSession();
    expect(await refusal(live.getPoll(ctx, id, strange, ''))).toBe('not_found polls.no_such_poll');
    expect(await refusal(live.vote(ctx, id, strange, ballot({ one: '0' }), 'v'))).toBe(
      'not_found polls.no_such_poll',
    );
  },
);

describe('nothing is known before its time', () => {
  test('no result is on a page or on the wire before it is shown; the number of votes is a band', async () => {
    const { ctx, id, host, poll, vote, frame } = await withPoll();
    for (let voter = 0; voter < 12; voter += 1) await vote(ctx, voter % 2, `v${voter}`);
    expect(await frame()).toBe(
      `{"list":[["${poll}","open",10]],"open":{"id":"${poll}","question":{"be":"Куды далей?","en":"Where next?"}}}`,
    );
    for (const who of [ctx, host]) {
      const [view] = await live.listPolls(who, id);
      expect(view).not.toHaveProperty('result');
      expect(view!.band).toBe(10);
    }
    await live.movePoll(host, id, poll, 'closed');
    expect(await frame()).toBe(`{"list":[["${poll}","closed"]]}`);
    expect((await live.listPolls(ctx, id))[0]).not.toHaveProperty('result');
    expect((await live.listPolls(host, id))[0]!.result).toMatchObject({ ballots: 12 });
    expect(await live.listPollResults(ctx, id)).toEqual([]);
    await live.movePoll(host, id, poll, 'shown');
    expect((await live.listPollResults(ctx, id))[0]!.result!.rows).toEqual([
      { option: 0, count: 6, place: 1, tied: true },
      { option: 1, count: 6, place: 1, tied: true },
      { option: 2, count: 0, place: 3, tied: false },
    ]);
  });

  test('fewer than five ballots stay unknown, to the host as well, and are not even kept', async () => {
    const { ctx, vote, end, id, host } = await withPoll({ quorum: '10' });
    for (const voter of [1, 2, 3, 4]) await vote(ctx, 1, `v${voter}`);
    expect(await end()).toEqual({ few: true, ballots: 0, rows: [], reached: false });
    expect((await live.listPolls(host, id))[0]!.result).toMatchObject({ few: true });
    const { result } = await ctx.db.selectFrom('live.poll').select('result').executeTakeFirstOrThrow();
    expect(result).toEqual({ few: true });
  });

  test('where it was said before the vote, small numbers are shown; a quorum is held against them', async () => {
    const { ctx, vote, end } = await withPoll({ smallShown: 'yes', quorum: '3' });
    await vote(ctx, 1, 'a');
    await vote(ctx, 1, 'b');
    expect(await end()).toMatchObject({ ballots: 2, reached: false });
  });
});

describe('one vote', () => {
  test('of a person where members vote, changeable until it closes', async () => {
    const { ctx, vote, end, newcomer } = await withPoll({ electorate: 'members', smallShown: 'yes' });
    expect(await refusal(vote(ctx, 0))).toBe('unauthenticated polls.members_only');
    const [one, two] = [await newcomer(), await newcomer()];
    expect(await vote(one, 0, 'кухня')).toEqual({ changed: false });
    expect(await vote(one, 2, 'кухня')).toEqual({ changed: true });
    // Two people at one computer.
    expect(await vote(two, 1, 'кухня')).toEqual({ changed: false });
    expect(await refusal(vote(one, 0, 'тэлефон'))).toBe('conflict polls.voted_elsewhere');
    expect(await end()).toMatchObject({
      ballots: 2,
      rows: [{ option: 1 }, { option: 2 }, { option: 0, count: 0 }],
    });
  });

  test('of a browser where everyone votes; signing in gives no second one, another browser neither', async () => {
    const { ctx, id, poll, vote, end, newcomer } = await withPoll({ smallShown: 'yes' });
    const one = await newcomer();
    expect(await vote(ctx, 0, 'дома')).toEqual({ changed: false });
    expect(await vote(one, 1, 'дома')).toEqual({ changed: true });
    expect(await refusal(vote(one, 1, 'праца'))).toBe('conflict polls.voted_elsewhere');
    expect((await live.getPoll(one, id, poll, 'дома')).voted).toBe('here');
    expect((await live.getPoll(one, id, poll, 'праца')).voted).toBe('elsewhere');
    expect((await live.getPoll(ctx, id, poll, 'новы')).voted).toBe('none');
    expect(await end()).toMatchObject({ ballots: 1, rows: [{ option: 1, count: 1 }, {}, {}] });
  });

  test('ranked: points, first places, and who is level', async () => {
    const ranked = await withPoll({ kind: 'ranked', smallShown: 'yes' });
    await ranked.vote(ranked.ctx, { rank: { 0: '1', 1: '2', 2: '3' } }, 'a');
    await ranked.vote(ranked.ctx, { rank: { 2: '1' } }, 'b');
    expect(await ranked.end()).toMatchObject({
      firsts: [1, 0, 1],
      rows: [
        { option: 0, count: 3 },
        { option: 1, count: 2, tied: true, place: 2 },
        { option: 2, count: 2, tied: true, place: 2 },
      ],
    });
  });

  test('on a scale the middle lies between two values', async () => {
    const scale = await withPoll({
      kind: 'scale',
      smallShown: 'yes',
      low: { en: 'no' },
      high: { en: 'yes' },
    });
    await scale.vote(scale.ctx, 5, 'a');
    await scale.vote(scale.ctx, 2, 'b');
    expect(await scale.end()).toMatchObject({ medians: [2, 5], rows: { length: 5 } });
  });

  test('what is stored leads from nobody to their ballot, and is gone when it closes', async () => {
    const { ctx, vote, end, newcomer } = await withPoll({ electorate: 'members' });
    for (let at = 0; at < 6; at += 1) await vote(await newcomer(), at % 3, `v${at}`);
    const ballots = await ctx.db.selectFrom('live.poll_ballot').selectAll().execute();
    const voters = await ctx.db.selectFrom('live.poll_voter').selectAll().execute();
    const marks = new Set(voters.map((row) => row.voter.toString('hex')));
    expect([ballots.length, voters.length]).toEqual([6, 6]);
    expect(ballots.filter((row) => marks.has(row.key.toString('hex')))).toEqual([]);
    expect(await end()).toMatchObject({ ballots: 6 });
    for (const table of ['live.poll_ballot', 'live.poll_voter'] as const)
      expect(await ctx.db.selectFrom(table).selectAll().execute()).toEqual([]);
  });

  test('who leaves the site takes the mark along; the vote stays counted', async () => {
    const { ctx, vote, end, newcomer, poll, id } = await withPoll({ smallShown: 'yes' });
    const one = await newcomer();
    await vote(one, 0, 'a');
    const person = one.actor.kind === 'person' ? one.actor.personId : '';
    expect(await live.module.personal!.export(ctx, person)).toMatchObject({
      votes: { votedIn: [{ session: id, poll }] },
    });
    await live.module.personal!.erase(ctx, person);
    expect(await live.module.personal!.export(ctx, person)).toMatchObject({ votes: { votedIn: [] } });
    expect(await end()).toMatchObject({ ballots: 1 });
  });
});

test('the frame of polls stays under a kilobyte, whatever they ask', async () => {
  const { id, host, ctx, frame } = await withPoll();
  for (let at = 0; at < 12; at += 1) {
    const words = Object.fromEntries(['be', 'ru', 'en'].map((lang) => [lang, '“„'.repeat(100)]));
    await live.movePoll(host, id, await live.draftPoll(host, id, make({ question: words })), 'open');
  }
  expect(Buffer.byteLength(await frame())).toBeLessThan(1024);
  expect((await live.listPolls(ctx, id)).length).toBe(13);
});
