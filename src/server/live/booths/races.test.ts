import { expect, test } from 'vitest';
import * as live from '#server/live';
import type { Ctx } from '#server/kernel';
import { withSession } from '../test-session.ts';

test('hand-overs on several connections: at every moment one voice, and each turn counted once', async () => {
  const { ctx, id, host, join } = await withSession({ commits: true });
  await live.goLive(host, id);
  await live.openBooth(host, id, 'en');
  const people: Ctx[] = [];
  for (const name of ['Першая', 'Другая', 'Трэцяя']) {
    const one = await join('interpreter');
    await live.enterBooth(one, id, 'en', name);
    people.push(one);
  }
  const grab = async (): Promise<number> => {
    const tries = await Promise.allSettled(people.map((one) => live.takeMicrophone(one, id, 'en')));
    for (const one of tries)
      if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'booths.taken' });
    return tries.filter((one) => one.status === 'fulfilled').length;
  };
  expect(await grab()).toBe(1);
  for (let round = 2; round <= 12; round += 1) {
    const views = await Promise.all(people.map((one) => live.getBooth(one, id, 'en')));
    const active = views.findIndex((view) => view.hasMicrophone);
    expect(views.filter((view) => view.hasMicrophone)).toHaveLength(1);
    await live.offerMicrophone(people[active]!, id, 'en', true);
    const others = people.filter((one) => one !== people[active]);
    // Both others accept at once, twice each, while it is taken back: one gets it, or nobody does.
    const results = await Promise.allSettled([
      ...[...others, ...others].map((one) => live.takeMicrophone(one, id, 'en')),
      live.offerMicrophone(people[active]!, id, 'en', false),
    ]);
    for (const one of results)
      if (one.status === 'rejected') expect(one.reason.code).toMatch(/^booths\.(taken|not_active)$/);
    const after = await Promise.all(people.map((one) => live.getBooth(one, id, 'en')));
    expect(after.filter((view) => view.hasMicrophone)).toHaveLength(1);
    expect(new Set(after.map((view) => view.turn)).size).toBe(1);
    const moved = !after[active]!.hasMicrophone;
    expect(after[0]!.turn).toBe(views[0]!.turn + (moved ? 1 : 0));
  }
  expect((await live.listBooths(ctx, id))[0]?.turn).toBeGreaterThan(1);
});
