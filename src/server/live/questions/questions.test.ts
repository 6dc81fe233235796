import { describe, expect, test } from 'vitest';
import * as congress from '#server/congress';
import * as live from '#server/live';
import { refusal, system } from '../../../../tests/support/given.ts';
import { parts } from '../bus/stream-parts.ts';
import { withSession } from '../test-session.ts';

const frameOf = async (ctx: Parameters<typeof live.getLive>[0], id: string): Promise<string> =>
  JSON.stringify(await parts.questions!(ctx, id, 0));

async function withQuestions(...texts: string[]) {
  const given = await withSession();
  await live.goLive(given.host, given.id);
  for (const text of texts) await live.askQuestion(given.ctx, given.id, { text });
  const ids = (await live.listQuestions(given.host, given.id)).map((one) => one.id).toReversed();
  for (const id of ids) await live.showQuestion(given.host, given.id, id);
  return { ...given, ids };
}
const shown = async (given: { ctx: Parameters<typeof live.getLive>[0]; id: string }) =>
  (await live.getLive(given.ctx, given.id)).questions;

describe('how questions come in', () => {
  test('at once where the session is open, by the host where it is moderated, not at all where it is closed', async () => {
    const { ctx, id, host } = await withSession();
    await live.goLive(host, id);
    expect(await live.askQuestion(ctx, id, { text: 'Чакае?' })).toEqual({ shown: false });
    await live.changeQuestionRules(host, id, { mode: 'open' });
    expect(await live.askQuestion(ctx, id, { text: 'Адразу?', signedAs: 'Бусел' })).toEqual({ shown: true });
    expect((await live.getLive(ctx, id)).questions).toMatchObject([{ text: 'Адразу?', signedAs: 'Бусел' }]);
    await live.changeQuestionRules(host, id, { mode: 'closed' });
    expect(await refusal(live.askQuestion(ctx, id, { text: 'Позна?' }))).toBe(
      'conflict live.questions_closed',
    );
    expect(await refusal(live.changeQuestionRules(ctx, id, { mode: 'open' }))).toBe(
      'unauthenticated live.sign_in_first',
    );
  });

  test('a flood of guests waits for a host instead of running over the page; one person is slowed down', async () => {
    const { ctx, id, host, newcomer } = await withSession();
    await live.goLive(host, id);
    await live.changeQuestionRules(host, id, { mode: 'open' });
    const answers = [];
    for (let i = 0; i < 25; i += 1) answers.push((await live.askQuestion(ctx, id, { text: `?${i}` })).shown);
    expect(answers.filter(Boolean)).toHaveLength(20);
    const one = await newcomer();
    for (let i = 0; i < 4; i += 1) await live.askQuestion(one, id, { text: `!${i}` });
    expect(await refusal(live.askQuestion(one, id, { text: 'яшчэ' }))).toBe('too_many questions.too_fast');
    // Somebody else is not slowed down by that.
    await live.askQuestion(await newcomer(), id, { text: 'а я?' });
  });

  test('what is hostile in a text is taken out, and no frame grows over a kilobyte', async () => {
    const nasty = `\u0001\u202e${'"'.repeat(270)}\ud800`;
    const read = live.questionInput.parse({ text: nasty, signedAs: '\u0007' });
    expect(read.text).toBe(`${'"'.repeat(270)}\ufffd`);
    expect(read.signedAs).toBe('');
    expect(live.questionInput.safeParse({ text: '\u0001 \n' }).success).toBe(false);
    expect(live.questionInput.safeParse({ text: 'я'.repeat(281) }).success).toBe(false);
    const given = await withQuestions(...Array.from({ length: 40 }, (_, at) => `Пытанне ${at}`));
    await live.changeQuestionRules(given.host, given.id, { mode: 'open', votesShown: 'yes' });
    expect((await frameOf(given.ctx, given.id)).length).toBeLessThan(1024);
  });
});

describe('what a host does with them', () => {
  test('pins one, which is shown and comes first; another takes its place', async () => {
    const given = await withQuestions('А', 'Б', 'В');
    const [, b, c] = given.ids;
    await live.pinQuestion(given.host, given.id, b!);
    expect((await shown(given)).map((one) => [one.text, one.pinned])).toEqual([
      ['Б', true],
      ['А', undefined],
      ['В', undefined],
    ]);
    await live.hideQuestion(given.host, given.id, c!);
    await live.pinQuestion(given.host, given.id, c!);
    expect((await shown(given)).filter((one) => one.pinned).map((one) => one.text)).toEqual(['В']);
    await live.moveQuestion(given.host, given.id, c!, 'unpinned');
    expect((await shown(given)).filter((one) => one.pinned)).toEqual([]);
  });

  test('answers with a few words, which everybody reads, also when the session is over', async () => {
    const given = await withQuestions('Калі?', 'Дзе?');
    await live.answerQuestion(given.host, given.id, given.ids[0]!, 'У чацвер.');
    await live.endSession(given.host, given.id);
    expect(await live.listAnswered(given.ctx, given.id)).toMatchObject([
      { text: 'Калі?', answer: 'У чацвер.', state: 'answered' },
    ]);
  });

  test('joins duplicates with their votes; never with itself, in a circle or twice', async () => {
    const given = await withQuestions('А', 'Б', 'В');
    const [a, b, c] = given.ids as [string, string, string];
    const { ctx, id, host } = given;
    for (const [question, voice] of [
      [a, 'адзін'],
      [b, 'адзін'],
      [b, 'два'],
      [c, 'тры'],
    ] as const)
      await live.voteQuestion(ctx, id, question, voice);
    expect(await refusal(live.mergeQuestion(host, id, a, a))).toBe('invalid questions.itself');
    expect(await refusal(live.mergeQuestion(host, id, a, 'none'))).toBe('not_found live.no_such_question');
    expect(await refusal(live.mergeQuestion(ctx, id, a, b))).toBe('unauthenticated live.sign_in_first');
    await live.mergeQuestion(host, id, c, b);
    await live.mergeQuestion(host, id, b, a);
    expect(await refusal(live.mergeQuestion(host, id, a, b))).toBe('conflict questions.merged');
    expect(await refusal(live.mergeQuestion(host, id, a, c))).toBe('conflict questions.merged');
    expect(await refusal(live.mergeQuestion(host, id, b, a))).toBe('conflict questions.merged');
    expect(await refusal(live.showQuestion(host, id, c))).toBe('conflict questions.merged');
    const all = await live.listQuestions(host, id);
    // Who voted for both counts once.
    expect(all.find((one) => one.id === a)).toMatchObject({ votes: 3, merged: 2 });
    expect((await shown(given)).map((one) => one.text)).toEqual(['А']);
    // A vote for a duplicate, from a page that was opened before, is one for the question it was joined into.
    await live.voteQuestion(ctx, id, c, 'чатыры');
    expect((await live.listQuestions(host, id)).find((one) => one.id === a)?.votes).toBe(4);
  });
});

describe('“I want to hear this, too”', () => {
  test('counts one of a browser or a person, and can be taken back', async () => {
    const { ctx, id, host, ids, newcomer } = await withQuestions('А');
    const [a] = ids as [string];
    const one = await newcomer();
    for (let times = 0; times < 3; times++) await live.voteQuestion(ctx, id, a, 'браўзер');
    await live.voteQuestion(one, id, a, 'браўзер');
    await live.voteQuestion(one, id, a, 'іншы');
    const votes = async () => (await live.listQuestions(host, id))[0]!.votes;
    expect(await votes()).toBe(2);
    expect(await live.ownQuestionVotes(one, id, 'трэці')).toEqual(new Set([a]));
    expect(await live.ownQuestionVotes(ctx, id, 'чужы')).toEqual(new Set());
    await live.voteQuestion(one, id, a, '', true);
    await live.voteQuestion(one, id, a, '', true);
    expect(await votes()).toBe(1);
    expect(await refusal(live.voteQuestion(ctx, id, 'none', 'браўзер'))).toBe(
      'not_found live.no_such_question',
    );
    await live.hideQuestion(host, id, a);
    expect(await refusal(live.voteQuestion(ctx, id, a, 'браўзер'))).toBe('not_found live.no_such_question');
  });

  test('numbers leave the server only when the host lets them', async () => {
    const given = await withQuestions('А');
    await live.voteQuestion(given.ctx, given.id, given.ids[0]!, 'x');
    expect(await frameOf(given.ctx, given.id)).toBe(`{"mode":"moderated","list":[["${given.ids[0]}","s"]]}`);
    expect((await shown(given))[0]).not.toHaveProperty('votes');
    await live.changeQuestionRules(given.host, given.id, { mode: 'moderated', votesShown: 'yes' });
    expect(await frameOf(given.ctx, given.id)).toContain(`["${given.ids[0]}","s",1]`);
  });

  test('one person’s marks in two sessions share nothing, and go when the person goes', async () => {
    const given = await withQuestions('А');
    const other = await congress.createSession(
      system(given.ctx),
      given.event,
      congress.sessionInput.parse({
        kind: 'speech',
        title: { en: 'Two' },
        startsAt: '2026-10-31T14:00',
        minutes: 60,
      }),
    );
    await congress.releaseProgramme(system(given.ctx), given.event, 'two');
    await live.goLive(given.host, other);
    await live.askQuestion(given.ctx, other, { text: 'Б' });
    const [b] = await live.listQuestions(given.host, other);
    await live.showQuestion(given.host, other, b!.id);
    const one = await given.newcomer();
    await live.voteQuestion(one, given.id, given.ids[0]!, 'v');
    await live.voteQuestion(one, other, b!.id, 'v');
    const rows = await given.ctx.db.selectFrom('live.question_vote').select('voter').execute();
    expect(new Set(rows.map((row) => row.voter.toString('hex'))).size).toBe(2);
    const person = one.actor.kind === 'person' ? one.actor.personId : '';
    expect(await live.module.personal!.export(given.ctx, person)).toMatchObject({
      votes: { questionsWanted: [{ session: given.id }, { session: other }] },
    });
    await live.module.personal!.erase(given.ctx, person);
    expect(await given.ctx.db.selectFrom('live.question_vote').selectAll().execute()).toEqual([]);
  });
});

test('three days after the end what nobody showed is gone, and who wanted to hear what; the rest stays', async () => {
  const given = await withQuestions('Паказанае', 'Схаванае');
  const { ctx, id, host, ids } = given;
  await live.askQuestion(ctx, id, { text: 'Чакае' });
  await live.voteQuestion(ctx, id, ids[0]!, 'x');
  await live.hideQuestion(host, id, ids[1]!);
  const poll = live.pollInput.parse({
    kind: 'single',
    question: { en: 'Never asked' },
    options: { en: 'a\nb' },
    electorate: 'everyone',
  });
  await live.draftPoll(host, id, poll);
  const at = (time: string) => ({ ...system(ctx), now: () => new Date(time) });
  await live.expireQuestions(at('2026-11-03T11:00:00Z'));
  expect(await live.listQuestions(host, id)).toHaveLength(3);
  expect(await live.listPolls(host, id)).toHaveLength(1);
  await live.expireQuestions(at('2026-11-03T11:31:00Z'));
  expect(await live.listQuestions(host, id)).toMatchObject([{ text: 'Паказанае', votes: 1 }]);
  expect(await live.listPolls(host, id)).toEqual([]);
  expect(await ctx.db.selectFrom('live.question_vote').selectAll().execute()).toEqual([]);
});
