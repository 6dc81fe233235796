import { describe, expect, test } from 'vitest';
import * as live from '#server/live';
import type { Ctx } from '#server/kernel';
import { refusal, waitingJobs } from '../../../../tests/support/given.ts';
import { mayEnterGathering } from '../meetings/engine.ts';
import { withSession, type HeldSession } from '../test-session.ts';

const voice = (name: string): string => name.padEnd(24, '-');
const later = (ctx: Ctx, seconds: number): Ctx => {
  const now = ctx.now().getTime();
  return { ...ctx, now: () => new Date(now + seconds * 1000) };
};
const grounds = { reason: 'spam' as const, words: 'тое самае дзесяць разоў' };

/** A session that is on, its talk open, with a moderator of its own. */
async function withTalk(): Promise<
  HeldSession & { moderator: Ctx; say(text: string, who: string, at?: number): Promise<string> }
> {
  const held = await withSession();
  await live.goLive(held.host, held.id);
  await live.setTalk(held.host, held.id, { mode: 'open', slow: 0 });
  return {
    ...held,
    moderator: await held.join('moderator'),
    say: async (text, who, at = 0) => {
      await live.sayInTalk(later(held.ctx, at), held.id, live.sayInput.parse({ text }), voice(who));
      return (await live.lastMessages(held.ctx, held.id)).at(-1)!.id;
    },
  };
}
const texts = async (ctx: Ctx, id: string): Promise<string[]> =>
  (await live.lastMessages(ctx, id)).map(({ text }) => text);
const kinds = async (ctx: Ctx, id: string): Promise<string[]> =>
  (await live.listActs(ctx, id)).map(({ kind }) => kind).reverse();

describe('moderators', () => {
  test('hide with a public reason, twice is once; the log names nobody', async () => {
    const { ctx, id, moderator, speaker, say } = await withTalk();
    const message = await say('набыць танна', 'a');
    expect(await refusal(live.hideThing(ctx, id, 'message', message, grounds))).toBe(
      'unauthenticated live.sign_in_first',
    );
    expect(await refusal(live.hideThing(speaker, id, 'message', message, grounds))).toBe(
      'forbidden moderation.not_yours',
    );
    await live.hideThing(moderator, id, 'message', message, grounds);
    await live.hideThing(moderator, id, 'message', message, grounds);
    expect(await texts(ctx, id)).toEqual([]);
    expect(await refusal(live.hideThing(moderator, id, 'message', 'strange', grounds))).toBe(
      'not_found talk.no_such_thing',
    );
    const acts = await live.listActs(ctx, id);
    expect(acts.map(({ seq: _, ...act }) => act)).toEqual([
      { kind: 'hide_message', minute: new Date('2026-10-31T10:42:00Z'), ...grounds },
      { kind: 'talk_open', minute: new Date('2026-10-31T10:42:00Z') },
    ]);
    const who = moderator.actor.kind === 'person' ? moderator.actor.personId : '';
    expect(JSON.stringify(await ctx.db.selectFrom('live.act').selectAll().execute())).not.toContain(who);
  });

  test('pause an author without learning who it is, even one who left; a pause ends by itself', async () => {
    const { ctx, id, moderator, newcomer, say } = await withTalk();
    const member = await newcomer();
    await live.sayInTalk(member, id, live.sayInput.parse({ text: 'крык' }));
    const [own] = await live.lastMessages(ctx, id);
    const guests = await say('а я госць', 'a', 3);
    await live.silenceAuthor(moderator, id, own!.id, 5, grounds);
    await live.silenceAuthor(moderator, id, own!.id, 60, grounds);
    // Another moderator's shorter pause doesn't shorten it, and is no act.
    await live.silenceAuthor(moderator, id, own!.id, 15, grounds);
    await live.silenceAuthor(moderator, id, guests, 5, grounds);
    const say2 = (by: Ctx, at: number, box?: string) =>
      live.sayInTalk(later(by, at), id, live.sayInput.parse({ text: 'яшчэ' }), box);
    expect(await refusal(say2(member, 59 * 60))).toBe('forbidden talk.silenced');
    expect(await refusal(say2(ctx, 4 * 60, voice('a')))).toBe('forbidden talk.silenced');
    await say2(ctx, 6 * 60, voice('a'));
    await say2(member, 61 * 60);
    const desk = await live.getModeratorDesk(moderator, id);
    const personId = member.actor.kind === 'person' ? member.actor.personId : '';
    const marks = await ctx.db.selectFrom('live.voice').select('mark').execute();
    for (const secret of [personId, ...marks.map(({ mark }) => mark.toString('hex'))])
      expect(JSON.stringify(desk)).not.toContain(secret);
    expect(await kinds(ctx, id)).toEqual(['talk_open', 'silence', 'silence', 'silence']);
    expect(await refusal(live.silenceAuthor(moderator, id, 'gone', 5, grounds))).toBe(
      'not_found talk.no_such_thing',
    );
  });

  test('lose their tools at the next act when they lose the role', async () => {
    const { ctx, id, moderator, say } = await withTalk();
    const message = await say('x', 'a');
    await live.getModeratorDesk(moderator, id);
    const personId = moderator.actor.kind === 'person' ? moderator.actor.personId : '';
    await ctx.db.deleteFrom('accounts.role').where('person_id', '=', personId).execute();
    for (const act of [
      () => live.getModeratorDesk(moderator, id),
      () => live.hideThing(moderator, id, 'message', message, grounds),
      () => live.setTalk(moderator, id, { mode: 'off', slow: 0 }),
      () => live.stopSession(moderator, id),
    ])
      expect(await refusal(act())).toBe('forbidden moderation.not_yours');
    expect(await texts(ctx, id)).toEqual(['x']);
  });

  test('remove somebody visible: away at once, and in again only when allowed', async () => {
    const { ctx, id, moderator, host, speaker, newcomer } = await withTalk();
    const seat = await live.takeSeat(speaker, id, 'Крыкун');
    await live.bringOnStage(host, id, seat.identity);
    await live.removeSeat(moderator, id, seat.identity, grounds);
    await live.removeSeat(moderator, id, seat.identity, grounds);
    expect((await live.getLive(ctx, id)).onStage).toEqual([]);
    expect((await waitingJobs(ctx)).findLast((job) => job.task === 'live:follow')?.payload).toEqual({
      sessionId: id,
      identity: seat.identity,
    });
    expect(await refusal(live.takeSeat(speaker, id, 'Іншы'))).toBe('forbidden moderation.removed');
    expect(await refusal(live.enterHall(speaker, id, 'Іншы'))).toBe('forbidden moderation.removed');
    expect(await refusal(live.bringOnStage(host, id, seat.identity))).toBe('not_found live.no_such_seat');
    expect(await refusal(live.joinSeat(speaker, id))).toMatch(/^(conflict|forbidden) /);
    expect(await refusal(live.sayInTalk(speaker, id, { text: 'x' }))).toBe('forbidden moderation.removed');
    await live.readmitSeat(moderator, id, seat.identity);
    expect(await live.takeSeat(speaker, id, 'Крыкун')).toMatchObject({ identity: seat.identity });
    // Of the audience: off the list of speakers, and in the middle of a speech.
    await live.openFloor(host, id, { version: 0, open: 'yes' });
    const [one, two] = [await newcomer(), await newcomer()];
    const asks = (shownAs: string) => live.enterInput.parse({ shownAs, kind: 'contribution' });
    await live.enterFloor(one, id, asks('Бусел'));
    await live.enterFloor(two, id, asks('Жаўрук'));
    const { waiting, version } = await live.getFloor(ctx, id);
    await live.callSpeaker(host, id, { version, entry: waiting[0]!.id });
    for (const member of [one, two])
      await live.removeSeat(moderator, id, (await live.findSeat(member, id))!.identity, grounds);
    const floor = await live.getFloor(ctx, id);
    expect([floor.speech, floor.waiting]).toEqual([undefined, []]);
    expect(await refusal(live.enterFloor(one, id, asks('Новы')))).toBe('forbidden moderation.removed');
    const guest = await live.enterHall(await newcomer(), id, 'Хтосьці');
    expect(await refusal(live.removeSeat(speaker, id, guest.identity, grounds))).toBe(
      'forbidden moderation.not_yours',
    );
    expect(await kinds(ctx, id)).toEqual(['talk_open', 'remove', 'readmit', 'remove', 'remove']);
  });

  test('put whoever they remove out of every room of the session: its meeting, small rooms, lobby and booths', async () => {
    const held = await withSession({ kind: 'workshop' });
    const { ctx, id, host, newcomer } = held;
    await live.goLive(host, id);
    await live.openMeeting(host, id, false);
    const meeting = await live.needMeeting(host, id);
    const [member, other, waiting] = [await newcomer(), await newcomer(), await newcomer()];
    const interpreter = await held.join('interpreter');
    await live.openBooth(host, id, 'en');
    await live.enterBooth(interpreter, id, 'en', 'Шэпт');
    await live.takeMicrophone(interpreter, id, 'en');
    await live.sitDown(host, meeting, 'Вядоўца');
    for (const [who, name] of [
      [member, 'Крыкун'],
      [other, 'Ціхі'],
    ] as const)
      await live.sitDown(who, meeting, name);
    await live.splitMeeting(host, meeting, { rooms: 2, by: 'random' });
    await live.setLobby(host, meeting, true);
    await live.sitDown(waiting, meeting, 'Чакае');
    const before = await live.getGathering(host, meeting);
    expect([before.taken, before.waiting.length]).toEqual([3, 1]);
    const inside = before.people.find((one) => one.shownAs === 'Крыкун')!;
    const { room } = await ctx.db
      .selectFrom('live.breakout')
      .select('room')
      .where('gathering_id', '=', meeting)
      .where('number', '=', inside.breakout!)
      .executeTakeFirstOrThrow();
    expect(await mayEnterGathering(ctx, room, inside.seat)).toBe(true);

    const moderator = await held.join('moderator');
    for (const [who, name] of [
      [member, 'Крыкун'],
      [waiting, 'Чакае'],
      [interpreter, 'Шэпт'],
    ] as const) {
      const { identity } = await live.enterHall(who, id, name);
      await live.removeSeat(moderator, id, identity, grounds);
    }
    // A token of the small room, replayed, opens nothing.
    expect(await mayEnterGathering(ctx, room, inside.seat)).toBe(false);
    const after = await live.getGathering(host, meeting);
    expect([after.people.map((one) => one.shownAs), after.waiting]).toEqual([['Вядоўца', 'Ціхі'], []]);
    const told = (await waitingJobs(ctx)).filter((job) => job.task === 'live:follow_gathering');
    expect(told.map((job) => (job.payload as { room: string }).room)).toContain(room);
    for (const who of [member, waiting]) {
      expect(await refusal(live.joinGathering(who, meeting))).toBe('conflict meetings.not_in');
      expect(await refusal(live.sitDown(who, meeting, 'Новы'))).toBe('forbidden moderation.removed');
    }
    const booth = await live.getBooth(host, id, 'en');
    expect([booth.people, booth.isOnAir]).toEqual([[], false]);
    expect(await refusal(live.enterBooth(interpreter, id, 'en', 'Іншы'))).toBe(
      'forbidden moderation.removed',
    );
    expect(await refusal(live.takeMicrophone(interpreter, id, 'en'))).toBe('conflict booths.not_in');
    const typed = { text: 'x', version: 0, final: true };
    expect(await refusal(live.typeCaption(interpreter, id, 'en', typed))).toBe(
      'forbidden moderation.removed',
    );
  });
});

describe('reports', () => {
  test('hide at a threshold counted by distinct voices, members weighing more; a moderator’s word ends it', async () => {
    const { ctx, id, moderator, newcomer, say } = await withTalk();
    const report = (by: Ctx, thing: string, box?: string) =>
      live.reportThing(by, id, { kind: 'message', thing }, box);
    const message = await say('спрэчнае', 'a');
    expect(await refusal(report(ctx, message))).toBe('conflict talk.no_voice');
    expect(await refusal(report(ctx, 'strange', voice('r')))).toBe('not_found talk.no_such_thing');
    for (let i = 0; i < 40; i++) await report(ctx, message, voice('r'));
    expect((await live.getModeratorDesk(moderator, id)).reported).toMatchObject([{ count: 1 }]);
    for (let i = 0; i < 3; i++) await report(await newcomer(), message);
    for (let i = 0; i < 4; i++) await report(ctx, message, voice(`r${i}`));
    expect(await texts(ctx, id)).toEqual(['спрэчнае']);
    await report(ctx, message, voice('last'));
    expect(await texts(ctx, id)).toEqual([]);
    expect((await live.getModeratorDesk(moderator, id)).reported).toMatchObject([
      { kind: 'message', text: 'спрэчнае', count: 9, isHidden: true },
    ]);
    await live.keepThing(moderator, id, 'message', message);
    await live.keepThing(moderator, id, 'message', message);
    expect(await texts(ctx, id)).toEqual(['спрэчнае']);
    for (let i = 0; i < 30; i++) await report(ctx, message, voice(`again${i}`));
    expect(await texts(ctx, id)).toEqual(['спрэчнае']);
    expect(await ctx.db.selectFrom('live.report').selectAll().execute()).toEqual([]);
    expect(await kinds(ctx, id)).toEqual(['talk_open', 'reported_hidden', 'keep']);
  });

  test('of a question too, and only of one that everybody sees', async () => {
    const { ctx, id, host, moderator, newcomer } = await withTalk();
    await live.askQuestion(ctx, id, { text: 'Навошта?' });
    const [asked] = await live.listQuestions(host, id);
    const report = async (by: Ctx): Promise<void> =>
      live.reportThing(by, id, { kind: 'question', thing: asked!.id });
    expect(await refusal(report(host))).toBe('not_found talk.no_such_thing');
    await live.showQuestion(host, id, asked!.id);
    for (let i = 0; i < 5; i++) await report(await newcomer());
    expect((await live.getLive(ctx, id)).questions).toEqual([]);
    await live.keepThing(moderator, id, 'question', asked!.id);
    expect((await live.getLive(ctx, id)).questions).toMatchObject([{ text: 'Навошта?' }]);
  });
});

describe('an emergency stop', () => {
  test('closes everything at once; only host and organisers open it again', async () => {
    const { ctx, id, moderator, host, speaker, say } = await withTalk();
    await say('добры дзень', 'a');
    await live.setHand(ctx, id, true, voice('a'));
    const seat = await live.takeSeat(speaker, id, 'Прамоўца');
    await live.bringOnStage(host, id, seat.identity);
    await live.openFloor(host, id, { version: 0, open: 'yes' });
    await live.openBooth(host, id, 'en');
    await live.stopSession(moderator, id);
    await live.stopSession(host, id);
    expect(await live.getFloor(ctx, id)).toMatchObject({ isOpen: false });
    expect(await ctx.db.selectFrom('live.booth').select(['lang', 'closed']).execute()).toEqual([
      { lang: 'en', closed: true },
    ]);
    expect(await live.getLive(ctx, id)).toMatchObject({ state: 'over', stopped: true, onStage: [] });
    expect(await live.handsBand(ctx, id)).toBe(0);
    const tries: [() => Promise<unknown>, string][] = [
      [() => say('x', 'b'), 'conflict talk.over'],
      [() => live.askQuestion(ctx, id, { text: 'x' }), 'conflict live.questions_closed'],
      [() => live.setHand(ctx, id, true, voice('a')), 'conflict live.not_on'],
      [() => live.react(ctx, id, 'agree', voice('a')), 'conflict live.not_on'],
      [() => live.joinAsListener(ctx, id), 'conflict live.not_on'],
      [() => live.takeSeat(speaker, id, 'x'), 'conflict live.over'],
      [() => live.goLive(host, id), 'conflict moderation.stopped'],
      [() => live.openBackstage(host, id), 'conflict moderation.stopped'],
      [() => live.resumeSession(moderator, id), 'forbidden moderation.not_yours_to_resume'],
      [() => live.stopSession(speaker, id), 'forbidden moderation.not_yours'],
    ];
    for (const [work, code] of tries) expect(await refusal(work())).toBe(code);
    expect((await waitingJobs(ctx)).filter((job) => job.task === 'live:follow').at(-1)?.payload).toEqual({
      sessionId: id,
    });
    await live.resumeSession(host, id);
    expect(await refusal(live.resumeSession(host, id))).toBe('conflict moderation.not_stopped');
    expect(await live.getLive(ctx, id)).toMatchObject({ state: 'soon', stopped: false });
    // Nothing opens by itself.
    expect(await refusal(say('x', 'b'))).toBe('conflict talk.closed');
    await live.goLive(host, id);
    expect(await kinds(ctx, id)).toEqual(['talk_open', 'stop', 'resume']);
  });

  test('works before a session began, and on one that nobody prepared', async () => {
    const { ctx, id, host } = await withSession();
    await live.stopSession(host, id);
    expect(await live.getLive(ctx, id)).toMatchObject({ state: 'over', stopped: true });
  });
});

describe('the end of the talk', () => {
  test('24 hours after the session everything said is gone, the log of acts stays', async () => {
    const { ctx, id, host, moderator, say } = await withTalk();
    const message = await say('да пабачэння', 'a');
    await live.setHand(ctx, id, true, voice('b'));
    await live.reportThing(ctx, id, { kind: 'message', thing: message }, voice('b'));
    await live.endSession(host, id);
    expect((await live.getTalk(ctx, id)).expiresAt).toEqual(new Date('2026-11-01T10:42:00Z'));
    const expire = (at: Ctx) => live.module.jobs!['expire-talk']!(at, {});
    await expire(later(moderator, 23 * 3600));
    expect(await texts(ctx, id)).toEqual(['да пабачэння']);
    // Opened again it stays as long as the session does.
    await live.goLive(host, id);
    await expire(later(moderator, 100 * 3600));
    expect(await texts(ctx, id)).toEqual(['да пабачэння']);
    await live.endSession(host, id);
    await expire(later(moderator, 24 * 3600));
    for (const table of ['live.message', 'live.voice', 'live.report'] as const)
      expect(await ctx.db.selectFrom(table).selectAll().execute()).toEqual([]);
    expect(await kinds(ctx, id)).toEqual(['talk_open']);
  });

  test('who leaves takes their messages and marks along', async () => {
    const { ctx, id, newcomer, say } = await withTalk();
    const member = await newcomer();
    const other = await say('чужое', 'a');
    await live.sayInTalk(member, id, live.sayInput.parse({ text: 'маё' }));
    await live.setHand(member, id, true);
    await live.reportThing(member, id, { kind: 'message', thing: other });
    const personId = member.actor.kind === 'person' ? member.actor.personId : '';
    expect(await live.module.personal!.export(ctx, personId)).toMatchObject({
      talk: [{ session: id, text: 'маё' }],
    });
    await live.module.personal!.erase(ctx, personId);
    expect(await texts(ctx, id)).toEqual(['чужое']);
    expect(await live.handsBand(ctx, id)).toBe(0);
    expect(await ctx.db.selectFrom('live.report').selectAll().execute()).toEqual([]);
  });
});
