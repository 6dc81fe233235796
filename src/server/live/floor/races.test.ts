import { expect, test } from 'vitest';
import * as live from '#server/live';
import type { Ctx } from '#server/kernel';
import { outcome } from '../../../../tests/support/given.ts';
import { withSession } from '../test-session.ts';

const asks = (shownAs: string) => live.enterInput.parse({ shownAs, kind: 'contribution' });

test('on many connections at once everybody has one place, and two chairs never both decide', async () => {
  const { id, ctx, host, join, newcomer } = await withSession({ commits: true });
  await live.goLive(host, id);
  const chairs: Ctx[] = [await join('chair'), host];
  await live.openFloor(host, id, { version: 0, open: 'yes' });
  const people: Ctx[] = [];
  for (let n = 0; n < 12; n += 1) people.push(await newcomer());

  const entries = await Promise.all(
    people.flatMap((one, n) => [1, 2].map(() => live.enterFloor(one, id, asks(`P${n}`)))),
  );
  expect(new Set(entries).size).toBe(people.length);
  expect((await live.getFloor(ctx, id)).waiting).toHaveLength(people.length);

  for (let round = 0; round < 5; round += 1) {
    const { version, waiting } = await live.getFloor(ctx, id);
    const calls = chairs.map((chair, n) =>
      outcome(live.callSpeaker(chair, id, { version, entry: waiting[n]!.id, reason: 'race' })),
    );
    const leaver = people[(round * 5) % people.length]!;
    const [first, second] = await Promise.all([
      ...calls,
      live.leaveFloor(leaver, id).then(() => live.enterFloor(leaver, id, asks('again'))),
    ]);
    const outcomes = [first, second].sort();
    // One decides; the other is told what is now, or that whom they called has just gone.
    expect(outcomes.filter((one) => one === 'done').length).toBeLessThanOrEqual(1);
    expect(['floor.moved_on', 'floor.moved_on_nobody', 'floor.not_waiting', 'done']).toContain(outcomes[1]);
    const now = await live.getFloor(ctx, id);
    const seats = await ctx.db
      .selectFrom('live.seat')
      .select('shown_as')
      .where('session_id', '=', id)
      .where('place', '=', 'stage')
      .execute();
    expect(seats.length).toBe(now.speech ? 1 : 0);
    if (outcomes.includes('done')) expect(now.version).toBe(version + 1);
  }

  // The same decision of both is one decision, and nobody is called twice.
  const { version, waiting } = await live.getFloor(ctx, id);
  const call = { version, entry: waiting[0]!.id };
  expect(
    await Promise.all(chairs.flatMap((by) => [1, 2].map(() => outcome(live.callSpeaker(by, id, call))))),
  ).toEqual(['done', 'done', 'done', 'done']);
  expect((await live.getFloor(ctx, id)).version).toBe(version + 1);

  // The end of the session and a call at the same moment: whichever comes first, nobody is left on stage.
  const last = await live.getFloor(ctx, id);
  await Promise.all([
    outcome(live.callSpeaker(chairs[0]!, id, { version: last.version, entry: last.waiting[0]!.id })),
    live.endSession(host, id),
  ]);
  const ended = await live.getFloor(ctx, id);
  expect(ended).toMatchObject({ isOpen: false, waiting: [] });
  expect(ended.speech).toBeUndefined();
}, 120_000);
