import { describe, expect, test } from 'vitest';
import * as live from '#server/live';
import type { Ctx } from '#server/kernel';
import { refusal, system } from '../../../../tests/support/given.ts';
import { withSession } from '../test-session.ts';
import { forgetFloor } from './forget.ts';
import { floorPart } from './frame.ts';

const asks = (shownAs: string, kind: string = 'contribution', more: object = {}) =>
  live.enterInput.parse({ shownAs, kind, ...more });
const at = (ctx: Ctx, seconds: number): Ctx => ({
  ...ctx,
  now: () => new Date(Date.parse('2026-10-31T10:42:00Z') + seconds * 1000),
});

/** A live session with an open list and a chair. */
async function withOpenList() {
  const held = await withSession();
  await live.goLive(held.host, held.id);
  const chair = await held.join('chair');
  const look = () => live.getFloor(held.ctx, held.id);
  const version = async (): Promise<number> => (await look()).version;
  await live.openFloor(chair, held.id, { version: 0, open: 'yes' });
  const callNext = async (by = chair): Promise<void> => {
    const { waiting, version: seen } = await look();
    await live.callSpeaker(by, held.id, { version: seen, entry: waiting[0]!.id });
  };
  const names = async (): Promise<string[]> => (await look()).waiting.map(({ name }) => name);
  return { ...held, chair, look, version, callNext, names };
}

describe('the list of speakers', () => {
  test('whoever is called is on stage with an open microphone, and goes back when the next one comes', async () => {
    const { id, look, callNext, newcomer, host } = await withOpenList();
    const [first, second] = [await newcomer(), await newcomer()];
    await live.enterFloor(first, id, asks('Бусел'));
    await live.enterFloor(second, id, asks('Жаўрук'));
    expect((await live.findSeat(first, id))?.place).toBe('hall');
    await callNext();
    expect(await live.findSeat(first, id)).toMatchObject({ place: 'stage', muted: false, shownAs: 'Бусел' });
    expect((await look()).speech).toMatchObject({ name: 'Бусел', kind: 'contribution' });
    await callNext(host);
    expect((await live.findSeat(first, id))?.place).toBe('hall');
    expect((await live.findSeat(second, id))?.place).toBe('stage');
    await live.finishSpeech(second, id);
    await live.finishSpeech(first, id);
    expect((await live.findSeat(second, id))?.place).toBe('hall');
    expect((await look()).speech).toBeUndefined();
  });

  test('every place says why it is that one', async () => {
    const { id, look, callNext, newcomer, chair } = await withOpenList();
    const [spoke, fresh, later] = [await newcomer(), await newcomer(), await newcomer()];
    await live.enterFloor(spoke, id, asks('Бусел'));
    await callNext();
    await live.changeClock(chair, id, { version: (await look()).version, act: 'end' });
    await live.enterFloor(spoke, id, asks('Бусел'));
    await live.enterFloor(fresh, id, asks('Жаўрук'));
    await live.enterFloor(later, id, asks('Сініца'));
    await live.enterFloor(later, id, asks('Сініца', 'point', { category: 'technical' }));
    expect(
      (await look()).waiting.map(({ name, reasons }) => [name, ...reasons.map(({ code }) => code)]),
    ).toEqual([
      ['Сініца', 'point'],
      ['Жаўрук', 'first_time', 'asked_before'],
      ['Сініца', 'first_time'],
      ['Бусел', 'after_first_time'],
    ]);
  });

  test('one entry a person and one point of order beside it; asking again keeps the place', async () => {
    const { id, look, names, newcomer } = await withOpenList();
    const [one, two] = [await newcomer(), await newcomer()];
    const entry = await live.enterFloor(one, id, asks('Бусел'));
    await live.enterFloor(two, id, asks('Жаўрук'));
    expect(await live.enterFloor(one, id, asks('Бусел', 'question'))).toBe(entry);
    expect(await names()).toEqual(['Бусел', 'Жаўрук']);
    expect((await look()).waiting[0]?.kind).toBe('question');
    await live.enterFloor(two, id, asks('Жаўрук', 'point', { category: 'rules' }));
    expect(await names()).toEqual(['Жаўрук', 'Бусел', 'Жаўрук']);
    await live.leaveFloor(two, id);
    await live.leaveFloor(two, id);
    expect(await names()).toEqual(['Бусел']);
  });

  test('a chair’s decision on an old state is refused with what is now; the same one twice is done once', async () => {
    const { id, look, newcomer, chair, host } = await withOpenList();
    for (const name of ['Бусел', 'Жаўрук', 'Сініца']) await live.enterFloor(await newcomer(), id, asks(name));
    const { version, waiting } = await look();
    const call = { version, entry: waiting[0]!.id };
    await live.callSpeaker(chair, id, call);
    await live.callSpeaker(host, id, call);
    await live.callSpeaker(chair, id, call);
    expect((await look()).speech?.name).toBe('Бусел');
    expect(
      await refusal(live.callSpeaker(host, id, { version, entry: waiting[1]!.id, reason: 'спяшаецца' })),
    ).toBe('conflict floor.moved_on');
    expect(await refusal(live.changeClock(host, id, { version, act: 'end' }))).toBe(
      'conflict floor.moved_on',
    );
    expect((await look()).waiting).toHaveLength(2);
    expect((await look()).version).toBe(version + 1);
  });

  test('departing from the rules needs a written reason that everybody reads', async () => {
    const { id, look, names, version, newcomer, chair } = await withOpenList();
    for (const name of ['Бусел', 'Жаўрук', 'Сініца', 'Ластаўка'])
      await live.enterFloor(await newcomer(), id, asks(name));
    const { waiting } = await look();
    const last = waiting[3]!.id;
    const seen = await version();
    expect(await refusal(live.callSpeaker(chair, id, { version: seen, entry: last }))).toBe(
      'conflict floor.reason_out_of_turn',
    );
    expect(live.moveInput.safeParse({ version: seen, entry: last, to: 1, reason: ' ' }).success).toBe(false);
    await live.moveOnFloor(chair, id, { version: seen, entry: last, to: 2, reason: 'павінна ісці' });
    expect(await names()).toEqual(['Бусел', 'Ластаўка', 'Жаўрук', 'Сініца']);
    await live.removeFromFloor(chair, id, {
      version: seen + 1,
      entry: waiting[1]!.id,
      reason: 'сам папрасіў',
    });
    await live.callSpeaker(chair, id, {
      version: seen + 2,
      entry: waiting[2]!.id,
      reason: 'перакладчыца сыходзіць',
    });
    expect(await names()).toEqual(['Бусел', 'Ластаўка']);
    expect((await look()).waiting[1]?.reasons).toEqual([{ code: 'moved', name: 'павінна ісці' }]);
    expect((await look()).log).toEqual([
      { act: 'out_of_turn', name: 'Сініца', reason: 'перакладчыца сыходзіць' },
      { act: 'removed', name: 'Жаўрук', reason: 'сам папрасіў' },
      { act: 'moved', name: 'Ластаўка', reason: 'павінна ісці' },
    ]);
  });

  test('chair, host and organiser decide; a moderator, a speaker and a guest don’t', async () => {
    const { ctx, id, join, speaker, stranger } = await withOpenList();
    const open = (by: Ctx, version: number) => live.openFloor(by, id, { version, open: 'no' });
    for (const by of [await join('moderator'), speaker, stranger])
      expect(await refusal(open(by, 1))).toBe('forbidden floor.not_chair');
    expect(await refusal(open(ctx, 1))).toBe('unauthenticated live.sign_in_first');
    await open(await join('organiser'), 1);
    expect(await refusal(live.enterFloor(ctx, id, asks('Хтось')))).toBe('unauthenticated live.sign_in_first');
  });

  test('whoever leaves their seat leaves the list and the floor', async () => {
    const { id, look, names, callNext, newcomer, version } = await withOpenList();
    const [first, second] = [await newcomer(), await newcomer()];
    await live.enterFloor(first, id, asks('Бусел'));
    await live.enterFloor(second, id, asks('Жаўрук'));
    await callNext();
    const seen = await version();
    await live.leaveSeat(first, id);
    expect((await look()).speech).toBeUndefined();
    expect(await version()).toBe(seen + 1);
    await live.leaveSeat(second, id);
    expect(await names()).toEqual([]);
    expect(await version()).toBe(seen + 1);
  });

  test('a closed list takes points of order only, and not even those when told so', async () => {
    const { id, chair, version, newcomer, look } = await withOpenList();
    await live.openFloor(chair, id, { version: await version(), open: 'no' });
    const one = await newcomer();
    expect(await refusal(live.enterFloor(one, id, asks('Бусел')))).toBe('conflict floor.closed');
    await live.enterFloor(one, id, asks('Бусел', 'point', { category: 'safety' }));
    await live.setTerms(chair, id, terms(await version(), { kinds: ['contribution', 'point'] }));
    expect(await refusal(live.enterFloor(await newcomer(), id, asks('Жаўрук', 'point')))).toBe(
      'conflict floor.closed',
    );
    expect((await look()).waiting).toHaveLength(1);
  });

  test('a reply follows whom it answers; nobody replies to nobody', async () => {
    const { id, names, callNext, newcomer } = await withOpenList();
    expect(await refusal(live.enterFloor(await newcomer(), id, asks('Бусел', 'reply')))).toBe(
      'conflict floor.nobody_to_reply',
    );
    for (const name of ['Бусел', 'Жаўрук']) await live.enterFloor(await newcomer(), id, asks(name));
    await callNext();
    await live.enterFloor(await newcomer(), id, asks('Сініца', 'reply'));
    await live.enterFloor(await newcomer(), id, asks('Ластаўка', 'reply'));
    await callNext();
    expect(await names()).toEqual(['Ластаўка', 'Жаўрук']);
  });

  test('the clock runs, stands, goes on and is made longer; a clock set back never makes less than nothing', async () => {
    const { id, chair, callNext, newcomer, ctx, version } = await withOpenList();
    await live.enterFloor(await newcomer(), id, asks('Бусел'));
    await callNext();
    const act = async (seconds: number, name: 'pause' | 'resume' | 'extend' | 'end') =>
      live.changeClock(at(chair, seconds), id, { version: await version(), act: name });
    await act(30, 'pause');
    await act(90, 'extend');
    await act(100, 'resume');
    await act(101, 'resume');
    const { speech, shares } = await live.getFloor(at(ctx, 130), id);
    expect(speech?.clock).toMatchObject({ allowedMs: 240_000, pausedMs: 70_000 });
    expect(shares.people).toMatchObject([{ of: 'Бусел', ms: 60_000, percent: 100 }]);
    expect((await live.getFloor(at(ctx, -500), id)).shares.people[0]?.ms).toBe(0);
    await act(20, 'pause');
    await act(-3600, 'resume');
    await act(-3600, 'end');
    const kept = await ctx.db.selectFrom('live.floor_speech').selectAll().execute();
    expect(kept).toMatchObject([{ spent_ms: 0, started_at: null, paused_at: null }]);
  });

  test('a budget that is used up puts its owner last and needs a reason', async () => {
    const { id, chair, host, version, callNext, newcomer, look, names } = await withOpenList();
    await live.setTerms(
      chair,
      id,
      terms(await version(), { rules: ['budget'], groups: 'Віліня\nГародня', groupSeconds: 60 }),
    );
    const of = (name: string, group?: string) => asks(name, 'contribution', group ? { group } : {});
    expect(await refusal(live.enterFloor(host, id, of('Ніхто', 'Няма такой')))).toBe(
      'conflict floor.no_such_group',
    );
    await live.enterFloor(await newcomer(), id, of('Бусел', 'Віліня'));
    await callNext();
    expect((await look()).speech?.clock.allowedMs).toBe(60_000);
    await live.changeClock(at(chair, 61), id, { version: await version(), act: 'end' });
    await live.enterFloor(await newcomer(), id, of('Жаўрук', 'Віліня'));
    await live.enterFloor(await newcomer(), id, of('Сініца'));
    expect(await names()).toEqual(['Сініца', 'Жаўрук']);
    await callNext();
    const call = async (reason?: string) =>
      live.callSpeaker(chair, id, {
        version: await version(),
        entry: (await look()).waiting[0]!.id,
        ...(reason ? { reason } : {}),
      });
    expect(await refusal(call())).toBe('conflict floor.reason_over_budget');
    await call('усе згодныя');
    expect((await look()).log[0]).toEqual({ act: 'over_budget', name: 'Жаўрук', reason: 'усе згодныя' });
  });

  test('the chair adds somebody who has no account, and their times add up by name', async () => {
    const { id, chair, version, callNext, look } = await withOpenList();
    await live.openFloor(chair, id, { version: await version(), open: 'no' });
    for (const round of [1, 2]) {
      await live.addToFloor(chair, id, {
        version: await version(),
        shownAs: 'Дзед з залы',
        kind: 'contribution',
      });
      await callNext();
      await live.changeClock(at(chair, 30), id, { version: await version(), act: 'end' });
      expect((await look()).shares.people).toMatchObject([
        { of: 'Дзед з залы', speeches: round, ms: round * 30_000 },
      ]);
    }
  });

  test('a quorum is reached or not, and nothing else is told', async () => {
    const { id, chair, version, look, newcomer } = await withOpenList();
    await live.setTerms(chair, id, terms(await version(), { quorum: 2 }));
    await live.enterHall(await newcomer(), id, 'Бусел');
    expect((await look()).quorum).toEqual({ least: 2, isReached: false });
    const second = await newcomer();
    await live.enterHall(second, id, 'Жаўрук');
    expect((await look()).quorum).toEqual({ least: 2, isReached: true });
    await live.leaveSeat(second, id);
    expect((await look()).quorum?.isReached).toBe(false);
  });

  test('the end of the session ends the speech and the list; a month later only shares remain', async () => {
    const { id, ctx, chair, host, callNext, newcomer, look } = await withOpenList();
    const stays = await newcomer();
    await live.enterFloor(stays, id, asks('Бусел', 'contribution', { onRecord: 'yes' }));
    await live.enterFloor(await newcomer(), id, asks('Жаўрук'));
    await live.enterFloor(await newcomer(), id, asks('Сініца'));
    await callNext();
    await callNext();
    await live.endSession(at(host, 60), id);
    expect(await refusal(live.enterFloor(stays, id, asks('Бусел')))).toBe('conflict live.over');
    expect(await refusal(live.openFloor(chair, id, { version: 9, open: 'yes' }))).toBe('conflict live.over');
    const ended = await look();
    expect(ended).toMatchObject({ isOpen: false, waiting: [] });
    expect(ended.speech).toBeUndefined();
    expect(ended.shares.kinds).toMatchObject([{ of: 'contribution', speeches: 2, ms: 60_000 }]);
    await forgetFloor(at(system(ctx), 29 * 86_400));
    expect((await look()).shares.people.map(({ of }) => of).sort()).toEqual(['Бусел', 'Жаўрук']);
    await forgetFloor(at(system(ctx), 32 * 86_400));
    const kept = await look();
    expect(kept.shares.people.map(({ of }) => of)).toContain('Бусел');
    expect(JSON.stringify(kept)).not.toContain('Жаўрук');
    expect(kept.shares.kinds).toEqual(ended.shares.kinds);
    const rows = await ctx.db.selectFrom('live.floor_speech').selectAll().execute();
    expect(rows.every(({ owner, seat }) => owner === null && seat === null)).toBe(true);
  });

  test('erasing a person takes their name from the list and leaves the time', async () => {
    const { id, ctx, callNext, newcomer, look } = await withOpenList();
    const one = await newcomer();
    await live.enterFloor(one, id, asks('Бусел'));
    await callNext();
    await live.enterFloor(one, id, asks('Бусел', 'question'));
    const personId = one.actor.kind === 'person' ? one.actor.personId : '';
    expect(await live.module.personal!.export(ctx, personId)).toMatchObject({
      floor: [
        { session: id, shownAs: 'Бусел', kind: 'question' },
        { session: id, shownAs: 'Бусел', kind: 'contribution' },
      ],
    });
    await live.module.personal!.erase(ctx, personId);
    expect(JSON.stringify(await look())).not.toContain('Бусел');
    expect((await look()).shares.kinds).toMatchObject([{ of: 'contribution', speeches: 1 }]);
  });

  test('the frame stays under a kilobyte, whatever names people take', async () => {
    const { id, ctx, callNext, newcomer } = await withOpenList();
    for (let n = 0; n < 6; n += 1) await live.enterFloor(await newcomer(), id, asks('Ў'.repeat(60)));
    await callNext();
    const frame = await floorPart(ctx, id);
    expect(frame?.next).toHaveLength(3);
    expect(Buffer.byteLength(JSON.stringify(frame))).toBeLessThan(1024);
    expect(await floorPart(ctx, 'another')).toBeUndefined();
  });
});

function terms(version: number, more: object = {}) {
  return live.termsInput.parse({
    version,
    kinds: ['contribution', 'for', 'against', 'question', 'reply', 'point'],
    rules: ['first_time', ''],
    groups: '',
    speechSeconds: 180,
    shortSeconds: 60,
    personSeconds: '',
    groupSeconds: '',
    quorum: '',
    ...more,
  });
}
