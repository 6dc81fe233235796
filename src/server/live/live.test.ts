import { describe, expect, test } from 'vitest';
import * as congress from '#server/congress';
import * as live from '#server/live';
import { refusal, system, waitingJobs } from '../../../tests/support/given.ts';
import { withSession } from './test-session.ts';

describe('a session’s one life', () => {
  test('the clock proposes, the host decides', async () => {
    const { ctx, id, host } = await withSession();
    expect((await live.getLive(ctx, id)).state).toBe('live');
    await live.openBackstage(host, id);
    expect((await live.getLive(ctx, id)).state).toBe('soon');
    await live.goLive(host, id);
    expect((await live.getLive(ctx, id)).state).toBe('live');
    expect(await refusal(live.openBackstage(host, id))).toBe('conflict live.not_now');
    await live.endSession(host, id);
    expect((await live.getLive(ctx, id)).state).toBe('over');
    await live.goLive(host, id);
    expect((await live.getLive(ctx, id)).state).toBe('live');
  });

  test('only those who run it may run it; a draft is no session to the public', async () => {
    const { ctx, id, event, speaker, stranger, host } = await withSession();
    for (const act of [live.openBackstage, live.goLive, live.endSession]) {
      expect(await refusal(act(ctx, id))).toBe('unauthenticated live.sign_in_first');
      expect(await refusal(act(speaker, id))).toBe('forbidden live.not_yours_to_run');
      expect(await refusal(act(stranger, id))).toBe('forbidden live.not_yours_to_run');
    }
    const draft = await congress.createSession(
      system(ctx),
      event,
      congress.sessionInput.parse({ kind: 'speech', title: { en: 'Secret' }, minutes: 30 }),
    );
    expect(await refusal(live.getLive(ctx, draft))).toBe('not_found congress.no_such_session');
    expect(await refusal(live.goLive(host, 'nothing-here'))).toMatch(/^(forbidden|not_found) /);
  });
});

describe('seats', () => {
  test('a speaker comes backstage, is brought on stage, muted, taken off, and leaves', async () => {
    const { ctx, id, host, speaker } = await withSession();
    await live.openBackstage(host, id);
    const seat = await live.takeSeat(speaker, id, 'Жытнёвая');
    expect(seat).toMatchObject({ shownAs: 'Жытнёвая', place: 'backstage', role: 'speaker', muted: false });
    expect((await live.getLive(ctx, id)).onStage).toEqual([]);
    await live.bringOnStage(host, id, seat.identity);
    await live.mute(host, id, seat.identity);
    expect((await live.getLive(ctx, id)).onStage).toMatchObject([{ name: 'Жытнёвая', muted: true }]);
    expect((await waitingJobs(ctx)).filter((job) => job.task === 'live:follow').at(-1)?.payload).toEqual({
      sessionId: id,
      identity: seat.identity,
    });
    await live.unmute(host, id, seat.identity);
    await live.takeOffStage(host, id, seat.identity);
    expect(await live.findSeat(speaker, id)).toMatchObject({ place: 'backstage', muted: false });
    // A new name keeps the seat.
    expect(await live.takeSeat(speaker, id, 'Калінавая')).toMatchObject({
      identity: seat.identity,
      shownAs: 'Калінавая',
    });
    await live.leaveSeat(speaker, id);
    expect(await live.findSeat(speaker, id)).toMatchObject({ place: 'away' });
    expect((await live.listSeats(host, id)).map((one) => one.shownAs)).toEqual(['Калінавая']);
  });

  test('somebody of the audience is in the hall by their own wish only, and goes back there from the stage', async () => {
    const { ctx, id, host, newcomer } = await withSession();
    await live.openBackstage(host, id);
    expect(await refusal(live.enterHall(ctx, id, 'x'))).toBe('unauthenticated live.sign_in_first');
    const member = await newcomer();
    expect(await refusal(live.enterHall(member, 'nothing-here', 'x'))).toBe(
      'not_found congress.no_such_session',
    );
    const seat = await live.enterHall(member, id, 'Бусел');
    expect(seat).toMatchObject({ place: 'hall', role: 'participant' });
    expect(await refusal(live.takeSeat(member, id, 'x'))).toBe('forbidden live.not_invited');
    await live.bringOnStage(host, id, seat.identity);
    expect((await live.enterHall(member, id, 'Зубр')).place).toBe('stage');
    await live.takeOffStage(host, id, seat.identity);
    expect(await live.findSeat(member, id)).toMatchObject({ place: 'hall', shownAs: 'Зубр' });
    expect(await refusal(live.joinSeat(member, id))).toBe('unavailable live.no_engine');
    await live.endSession(host, id);
    expect(await refusal(live.enterHall(member, id, 'Зубр'))).toBe('conflict live.over');
  });

  test('nobody takes a seat uninvited, nobody but a host moves seats', async () => {
    const { ctx, id, host, speaker, stranger } = await withSession();
    await live.openBackstage(host, id);
    expect(await refusal(live.takeSeat(ctx, id, 'x'))).toBe('unauthenticated live.sign_in_first');
    expect(await refusal(live.takeSeat(stranger, id, 'x'))).toBe('forbidden live.not_invited');
    const seat = await live.takeSeat(speaker, id, 'Я');
    expect(await refusal(live.bringOnStage(speaker, id, seat.identity))).toBe(
      'forbidden live.not_yours_to_run',
    );
    expect(await refusal(live.mute(host, id, 'nobody'))).toBe('not_found live.no_such_seat');
    expect(await refusal(live.listSeats(speaker, id))).toBe('forbidden live.not_yours_to_run');
    expect(await refusal(live.getBackstageNote(stranger, id))).toBe('forbidden live.not_invited');
    await live.endSession(host, id);
    expect(await refusal(live.takeSeat(speaker, id, 'Я'))).toBe('conflict live.over');
  });

  test('one person’s seats in two sessions share nothing in the tables, and go when the person goes', async () => {
    const { ctx, id, host, event } = await withSession();
    const other = await congress.createSession(
      system(ctx),
      event,
      congress.sessionInput.parse({
        kind: 'speech',
        title: { en: 'Two' },
        startsAt: '2026-10-31T14:00',
        minutes: 60,
      }),
    );
    await congress.releaseProgramme(system(ctx), event, 'two');
    await live.takeSeat(host, id, 'А');
    await live.takeSeat(host, other, 'Б');
    const rows = await ctx.db.selectFrom('live.seat').select(['identity', 'owner']).execute();
    expect(new Set(rows.map((row) => row.owner.toString('hex'))).size).toBe(2);
    expect(new Set(rows.map((row) => row.identity)).size).toBe(2);
    const personId = host.actor.kind === 'person' ? host.actor.personId : '';
    expect(await live.module.personal!.export(ctx, personId)).toMatchObject({
      seats: [{ role: 'host' }, { role: 'host' }],
    });
    await live.module.personal!.erase(ctx, personId);
    expect(await ctx.db.selectFrom('live.seat').selectAll().execute()).toEqual([]);
  });
});

describe('questions and words', () => {
  test('a question is the host’s alone until it is shown', async () => {
    const { ctx, id, host } = await withSession();
    expect(await refusal(live.askQuestion(ctx, id, { text: 'Too early?' }))).toBe(
      'conflict live.questions_closed',
    );
    await live.goLive(host, id);
    await live.askQuestion(ctx, id, { text: 'Ці чуваць?', signedAs: 'Бусел' });
    expect((await live.getLive(ctx, id)).questions).toEqual([]);
    const [asked] = await live.listQuestions(host, id);
    expect(await refusal(live.showQuestion(ctx, id, asked!.id))).toBe('unauthenticated live.sign_in_first');
    await live.showQuestion(host, id, asked!.id);
    expect((await live.getLive(ctx, id)).questions).toEqual([
      { id: asked!.id, text: 'Ці чуваць?', signedAs: 'Бусел', state: 'shown' },
    ]);
    await live.hideQuestion(host, id, asked!.id);
    expect((await live.getLive(ctx, id)).questions).toEqual([]);
    expect(await refusal(live.answerQuestion(host, id, 'none'))).toBe('not_found live.no_such_question');
    expect(live.questionInput.safeParse({ text: 'x'.repeat(281) }).success).toBe(false);
  });

  test('captions run on, and only the newest two hundred are kept', async () => {
    const { ctx, id, host, speaker } = await withSession();
    await live.goLive(host, id);
    expect(await refusal(live.addCaption(speaker, id, 'be', 'не маё'))).toBe('forbidden captions.not_yours');
    for (let i = 0; i < 260; i++) await live.addCaption(system(ctx), id, 'be', `радок ${i}`);
    const { count } = await ctx.db
      .selectFrom('live.line')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    expect(Number(count)).toBeLessThanOrEqual(220);
    expect((await live.lastLines(ctx, id, 2)).map((line) => line.text)).toEqual(['радок 258', 'радок 259']);
    await live.say(host, id, 'be', 'Перапынак');
    expect((await live.getLive(ctx, id)).lines.at(-1)).toMatchObject({
      kind: 'announcement',
      text: 'Перапынак',
    });
  });

  test('the host’s words reach whom they are for', async () => {
    const { ctx, id, host, speaker } = await withSession();
    await live.openBackstage(host, id);
    await live.changeNote(host, id, { be: 'Пачынаем праз пяць хвілін', ru: '' });
    await live.tellBackstage(host, id, 'Вы наступная');
    expect((await live.getLive(ctx, id)).note).toEqual({ be: 'Пачынаем праз пяць хвілін' });
    expect(await live.getBackstageNote(speaker, id)).toBe('Вы наступная');
    expect(JSON.stringify(await live.getLive(ctx, id))).not.toContain('Вы наступная');
    expect((await live.getHostKit(host, id)).backstageNote).toBe('Вы наступная');
  });
});

test('without an engine nobody is let in, and pages say so', async () => {
  const { ctx, id, host, speaker } = await withSession();
  expect(await refusal(live.joinAsListener(ctx, id))).toBe('conflict live.not_on');
  await live.goLive(host, id);
  expect(await refusal(live.joinAsListener(ctx, id))).toBe('unavailable live.no_engine');
  expect(await refusal(live.joinSeat(speaker, id))).toBe('conflict live.no_seat');
  expect(await refusal(live.joinSeat(ctx, id))).toBe('unauthenticated live.sign_in_first');
  expect((await live.getLive(ctx, id)).hasEngine).toBe(false);
});
