import { describe, expect, test } from 'vitest';
import * as live from '#server/live';
import type { Ctx } from '#server/kernel';
import { refusal } from '../../../../tests/support/given.ts';
import { withSession } from '../test-session.ts';

async function withLounge(given: { commits?: boolean } = {}) {
  const held = await withSession(given);
  const { slug } = held;
  await live.addTable(held.host, slug, { ground: 'language', subject: 'be' });
  await live.addTable(held.host, slug, { ground: 'place', subject: 'Вільня' });
  await live.setLounge(held.host, slug, true);
  const { tables } = await live.getLounge(held.ctx, slug);
  const [language, place] = [
    tables.find((one) => one.ground === 'language')!,
    tables.find((one) => one.ground === 'place')!,
  ];
  const taken = async (id: string): Promise<number> => (await live.getLoungeTable(held.ctx, slug, id)).taken;
  return { ...held, language: language.id, place: place.id, taken };
}

describe('the lounge', () => {
  test('is set up, opened and closed by the organisers', async () => {
    const { ctx, slug, host, speaker, newcomer, language, taken } = await withLounge();
    expect(await refusal(live.setLounge(speaker, slug, false))).toBe('forbidden lounge.not_yours');
    expect(await refusal(live.addTable(ctx, slug, { ground: 'section' }))).toMatch(/^unauthenticated/);
    await live.addTable(host, slug, { ground: 'language', subject: 'be' });
    expect((await live.getLounge(ctx, slug)).tables).toHaveLength(2);
    const one = await newcomer();
    await live.sitDown(one, language, 'Алеся');
    await live.setLounge(host, slug, false);
    expect(await taken(language)).toBe(0);
    expect(await refusal(live.sitDown(one, language, 'Алеся'))).toBe('conflict lounge.closed');
    await live.removeTable(host, slug, language);
    expect(await refusal(live.getLoungeTable(ctx, slug, language))).toBe('not_found lounge.no_such_table');
  });

  test('says how many sit at a table, never who; one sits at one table', async () => {
    const { slug, newcomer, language, place, taken } = await withLounge();
    const [one, two] = [await newcomer(), await newcomer()];
    await live.sitDown(one, language, 'Алеся');
    expect(await live.getGathering(two, language)).toMatchObject({ taken: 1, people: [] });
    expect(JSON.stringify(await live.getLounge(two, slug))).not.toContain('Алеся');
    expect((await live.getLoungeTable(one, slug, language)).isMine).toBe(true);
    await live.sitDown(one, place, 'Іншая');
    expect([await taken(language), await taken(place)]).toEqual([0, 1]);
    await live.standUp(one, place);
    expect(await taken(place)).toBe(0);
  });

  test('keeps whoever was shown out of a table from all of them, until it is closed or they are let back', async () => {
    const { slug, host, newcomer, language, place, join } = await withLounge();
    const one = await newcomer();
    const outOf = async (id: string, by = host): Promise<void> => {
      const seat = (await live.getGathering(one, id)).people.find((person) => person.isMe)!.seat;
      await live.showOut(by, id, seat);
    };
    await live.sitDown(one, language, 'Алеся');
    // Who moderates one session does not look after the tables of the event.
    expect(await refusal(outOf(language, await join('moderator')))).toBe('forbidden meetings.not_yours');
    await outOf(language);
    for (const id of [language, place])
      expect(await refusal(live.sitDown(one, id, 'Іншая'))).toBe('forbidden lounge.shown_out');
    expect((await live.getGathering(host, place)).shownOut).toBe(1);
    await live.letBack(host, place);
    await live.sitDown(one, place, 'Алеся');
    await outOf(place);
    await live.setLounge(host, slug, false);
    await live.setLounge(host, slug, true);
    await live.sitDown(one, language, 'Алеся');
    expect((await live.getGathering(one, language)).place).toBe('in');
  });
});

test('on several connections the last seat goes to exactly one, and nobody sits twice', async () => {
  const { slug, newcomer, language, place, taken } = await withLounge({ commits: true });
  const people: Ctx[] = [];
  for (let index = 0; index < 10; index += 1) people.push(await newcomer());
  for (const one of people.slice(0, 5)) await live.sitDown(one, language, 'Хтосьці');
  const tries = await Promise.allSettled(
    people
      .slice(5)
      .flatMap((one) => [live.sitDown(one, language, 'Ахвотная'), live.sitDown(one, language, 'Ахвотная')]),
  );
  for (const one of tries)
    if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'meetings.full' });
  const seated = await Promise.all(
    people.slice(5).map(async (one) => (await live.getLoungeTable(one, slug, language)).isMine),
  );
  expect(seated.filter(Boolean)).toHaveLength(1);
  expect(await taken(language)).toBe(6);
  // One person, two tables at once: they end at one of them.
  const mover = people[0]!;
  await live.standUp(mover, language);
  for (let round = 0; round < 8; round += 1) {
    await Promise.allSettled([live.sitDown(mover, language, 'М'), live.sitDown(mover, place, 'М')]);
    const at = [language, place].map(async (id) => (await live.getLoungeTable(mover, slug, id)).isMine);
    expect((await Promise.all(at)).filter(Boolean)).toHaveLength(1);
  }
});
