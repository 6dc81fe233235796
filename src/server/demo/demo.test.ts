import { expect, test } from 'vitest';
import * as accounts from '#server/accounts';
import * as congress from '#server/congress';
import * as demo from '#server/demo';
import * as live from '#server/live';
import * as themes from '#server/themes';
import { guest, system, testCtx } from '../../../tests/support/given.ts';
import { moveToNow } from './calendar.ts';

const modules = [themes.module, accounts.module, congress.module];

// In the middle of the day, in the night, and in the night the clocks go back in Warsaw.
test.each(['2026-06-10T11:37:00Z', '2026-06-10T23:58:00Z', '2026-10-25T00:55:00Z', '2027-03-28T00:40:00Z'])(
  'at %s one session is live, some are over, some are to come',
  async (moment) => {
    const now = new Date(moment);
    const ctx = await testCtx({ now, modules, env: { VECHE_ENGINE: 'off' } });
    const filled = await demo.loadDemo(system(ctx), now);
    const event = (await congress.findPrimaryEvent(guest(ctx)))!;
    expect(event.state).toBe('on');
    expect(event.sections).toHaveLength(20);
    expect(event.pages.length).toBeGreaterThanOrEqual(5);
    const { sessions, days } = await congress.getProgramme(guest(ctx), event.slug, { day: 'all' });
    expect(sessions.length).toBeGreaterThan(90);
    expect(sessions.filter((session) => session.state === 'on').map((session) => session.id)).toEqual([
      filled!.liveSession,
    ]);
    expect(sessions.some((session) => session.state === 'past')).toBe(true);
    expect(event.nowAndNext.next.length).toBeGreaterThan(0);
    // Both days hold what they held, wherever midnight fell.
    expect(days.map((day) => day.count)).toEqual(
      [1, 2].map((day) => sessions.filter((one) => one.day === day).length),
    );
    expect(Math.min(...days.map((day) => day.count))).toBeGreaterThan(30);
    // Three places where nobody interprets are left open on purpose: the desk has something to show.
    const clashes = await congress.listClashes(system(ctx), event.id);
    expect(clashes.map((clash) => clash.kind)).toEqual([
      'no_interpreter',
      'no_interpreter',
      'no_interpreter',
    ]);
    expect((await themes.listThemes(guest(ctx))).length).toBe(20);
    expect(await live.listQuestions(system(ctx), filled!.liveSession)).not.toHaveLength(0);
    expect(await demo.loadDemo(system(ctx), now)).toBeUndefined();
  },
);

test('moves a programme so that its anchor began less than half an hour ago', () => {
  const sessions = [
    { day: 1, start: '09:00', minutes: 60 },
    { day: 1, start: '13:30', minutes: 90, anchor: true },
    { day: 2, start: '09:00', minutes: 60 },
  ];
  const moved = moveToNow(sessions, 'Europe/Warsaw', new Date('2026-06-10T10:44:00Z'));
  expect(sessions.map(moved.startsAt)).toEqual(['2026-06-10T08:00', '2026-06-10T12:30', '2026-06-11T08:00']);
  expect(moved.dayStartsAt).toBe(0);
});
