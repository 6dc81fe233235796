import { describe, expect, test } from 'vitest';
import * as live from '#server/live';
import type { Ctx } from '#server/kernel';
import { refusal } from '../../../../tests/support/given.ts';
import { mayEnter } from './entering.ts';
import { sourcesOf } from './engine.ts';
import { parts } from '../bus/stream-parts.ts';
import { withSession, type HeldSession } from '../test-session.ts';

const later = (ctx: Ctx, ms: number): Ctx => {
  const at = new Date(ctx.now().getTime() + ms);
  return { ...ctx, now: () => at };
};
async function withSeat(): Promise<HeldSession & { seat: live.Seat }> {
  const held = await withSession();
  await live.goLive(held.host, held.id);
  return { ...held, seat: await live.takeSeat(held.speaker, held.id, 'Жытнёвая') };
}

describe('the countdown', () => {
  test('ten seconds by the server’s clock, then on stage; the hall learns nothing before', async () => {
    const { ctx, id, host, speaker, seat } = await withSeat();
    await live.changeSeat(host, id, seat.identity, 'soon');
    const { seat: mine, serverNow } = await live.getBackstageNews(speaker, id);
    expect(mine!.dueAt!.getTime() - serverNow.getTime()).toBe(live.countdownMs);
    expect(JSON.stringify([await parts.stage!(ctx, id, 0), await parts.state!(ctx, id, 0)])).not.toContain(
      seat.identity,
    );
    await live.changeSeat(later(host, 5000), id, seat.identity, 'soon');
    expect((await live.findSeat(speaker, id))!.dueAt).toEqual(mine!.dueAt);
    await live.enterDue(later(ctx, 9999));
    expect((await live.findSeat(speaker, id))!.place).toBe('backstage');
    await live.enterDue(later(ctx, 10_000));
    await live.enterDue(later(ctx, 10_001));
    expect(await live.findSeat(speaker, id)).toMatchObject({ place: 'stage', notYet: false });
    expect((await live.findSeat(speaker, id))!.dueAt).toBeUndefined();
  });

  test('"not yet" stops it and the host sees it; a late tap harms nothing', async () => {
    const { ctx, id, host, speaker, stranger, seat } = await withSeat();
    await live.sayNotYet(speaker, id);
    expect((await live.getHostKit(host, id)).seats[0]!.notYet).toBe(false);
    await live.changeSeat(host, id, seat.identity, 'soon');
    await live.sayNotYet(speaker, id);
    await live.enterDue(later(ctx, 60_000));
    expect((await live.getHostKit(host, id)).seats[0]).toMatchObject({ place: 'backstage', notYet: true });
    await live.changeSeat(host, id, seat.identity, 'bring');
    await live.sayNotYet(speaker, id);
    expect(await live.findSeat(speaker, id)).toMatchObject({ place: 'stage', notYet: false });
    expect(await refusal(live.sayNotYet(ctx, id))).toBe('unauthenticated live.sign_in_first');
    expect(await refusal(live.sayNotYet(stranger, id))).toBe('forbidden live.not_invited');
    expect(await refusal(live.sayNotYet(host, id))).toBe('conflict live.no_seat');
  });

  test('whoever leaves, or whose session ends, is called no more', async () => {
    const { ctx, id, host, speaker, seat } = await withSeat();
    await live.changeSeat(host, id, seat.identity, 'soon');
    await live.leaveSeat(speaker, id);
    await live.enterDue(later(ctx, 60_000));
    expect((await live.findSeat(speaker, id))!.place).toBe('away');
    expect(await refusal(live.changeSeat(host, id, seat.identity, 'soon'))).toBe(
      'not_found live.no_such_seat',
    );
    await live.takeSeat(speaker, id, 'Жытнёвая');
    await live.changeSeat(host, id, seat.identity, 'soon');
    await live.endSession(host, id);
    await live.enterDue(later(ctx, 60_000));
    expect((await live.findSeat(speaker, id))!.place).toBe('away');
  });
});

describe('a speaker’s own choice', () => {
  test('decides what the engine takes; "never" is for the whole session; nobody is told of a mask', async () => {
    const { ctx, id, host, speaker, seat } = await withSeat();
    await live.choose(speaker, id, { picture: 'voice', masked: true });
    expect(await live.findSeat(speaker, id)).toMatchObject({ picture: 'voice', masked: true });
    await live.changeSeat(host, id, seat.identity, 'bring');
    expect(await refusal(live.choose(speaker, id, { picture: 'camera', masked: false }))).toBe(
      'conflict live.choice_on_stage',
    );
    expect(JSON.stringify(await parts.state!(ctx, id, 0))).not.toMatch(/masked|voice/);
    await live.changeSeat(host, id, seat.identity, 'take');
    await live.choose(speaker, id, { picture: 'never', masked: false });
    expect(await refusal(live.choose(speaker, id, { picture: 'camera', masked: false }))).toBe(
      'conflict live.choice_never',
    );
    expect(await refusal(live.choose(ctx, id, { picture: 'voice', masked: false }))).toBe(
      'unauthenticated live.sign_in_first',
    );
    expect(live.choiceInput.parse({ picture: 'camera' })).toEqual({ picture: 'camera', masked: false });
  });

  test('no camera without a wish for it, no screen from the hall, no sound from a closed microphone', () => {
    const seat = { muted: false, picture: 'camera', role: 'speaker' };
    expect(sourcesOf(seat)).toEqual([1, 2, 3, 4]);
    expect(sourcesOf({ ...seat, picture: 'voice' })).toEqual([2, 3, 4]);
    expect(sourcesOf({ ...seat, picture: 'never', role: 'participant' })).toEqual([2]);
    expect(sourcesOf({ muted: true, picture: 'never', role: 'participant' })).toEqual([]);
    expect(sourcesOf({ ...seat, muted: true })).toEqual([1, 3]);
  });
});

describe('the arrangement', () => {
  test('is the host’s, names only who is on stage, and stays small', async () => {
    const { ctx, id, host, speaker, seat } = await withSeat();
    expect(await parts.stage!(ctx, id, 0)).toEqual({ layout: 'panel', signs: [] });
    await live.arrange(host, id, 'speaker');
    await live.changeSeat(host, id, seat.identity, 'sign');
    await live.changeSeat(host, id, seat.identity, 'feature');
    expect(await parts.stage!(ctx, id, 0)).toEqual({ layout: 'speaker', signs: [] });
    await live.changeSeat(host, id, seat.identity, 'bring');
    const part = await parts.stage!(ctx, id, 0);
    expect(part).toEqual({ layout: 'speaker', large: seat.identity, signs: [seat.identity] });
    expect(JSON.stringify(part).length * 8).toBeLessThan(1024);
    expect(await refusal(live.arrange(speaker, id, 'panel'))).toBe('forbidden live.not_yours_to_run');
    expect(live.layoutInput.safeParse({ layout: 'upside-down' }).success).toBe(false);
    expect(await parts.stage!(ctx, 'nothing-here', 0)).toEqual({});
  });
});

describe('who may come in', () => {
  test('behind the stage only whoever is there, and nobody of the audience', async () => {
    const { ctx, id, host, speaker, stranger, newcomer, seat } = await withSeat();
    expect(await refusal(live.joinBackstage(ctx, id))).toBe('unauthenticated live.sign_in_first');
    expect(await refusal(live.joinBackstage(stranger, id))).toBe('forbidden live.not_invited');
    expect(await refusal(live.joinBackstage(host, id))).toBe('conflict live.no_seat');
    expect(await refusal(live.joinBackstage(speaker, id))).toBe('unavailable live.no_engine');
    await live.changeSeat(host, id, seat.identity, 'bring');
    expect(await refusal(live.joinBackstage(speaker, id))).toBe('conflict live.no_seat');
    const member = await newcomer();
    expect(await refusal(live.getBackstageNews(member, id))).toBe('forbidden live.not_invited');
    await live.enterHall(member, id, 'Бусел');
    await live.tellBackstage(host, id, 'Толькі для сваіх');
    expect(await live.getBackstageNews(member, id)).toMatchObject({ note: '', seat: { place: 'hall' } });
    expect(await refusal(live.joinBackstage(member, id))).toBe('forbidden live.not_invited');
  });

  test('an old token does not bring back who was taken off or left', async () => {
    const { ctx, id, host, speaker, seat } = await withSeat();
    const stage = await ctx.db.selectFrom('live.stage').selectAll().executeTakeFirstOrThrow();
    const enters = (room: string, canPublish: boolean, sub = seat.identity): Promise<boolean> => {
      const claims = Buffer.from(JSON.stringify({ sub, name: 'x', video: { room, canPublish } }));
      return mayEnter(ctx, {
        url: `/engine/rtc/v1?access_token=e30.${claims.toString('base64url')}.x`,
        headers: {},
      } as never);
    };
    expect(await enters(stage.room, false)).toBe(true);
    expect(await enters(stage.room, true)).toBe(false);
    expect(await enters(stage.backstage_room, true)).toBe(true);
    await live.changeSeat(host, id, seat.identity, 'bring');
    expect(await enters(stage.room, true)).toBe(true);
    expect(await enters(stage.backstage_room, true)).toBe(false);
    await live.changeSeat(host, id, seat.identity, 'take');
    expect(await enters(stage.room, true)).toBe(false);
    await live.leaveSeat(speaker, id);
    for (const room of [stage.room, stage.backstage_room]) expect(await enters(room, false)).toBe(false);
    // Others' rooms and listeners are not its business; nonsense is the engine's to refuse.
    expect(await enters('another', true)).toBe(true);
    expect(await enters(stage.room, false, 'nobody')).toBe(true);
    for (const url of [
      '/engine/rtc',
      '/engine/rtc?access_token=a.b.c',
      '/engine/rtc?access_token=a.bnVsbA.c',
    ])
      expect(await mayEnter(ctx, { url, headers: {} } as never)).toBe(true);
  });
});
