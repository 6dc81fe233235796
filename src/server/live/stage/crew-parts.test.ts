import { expect, test } from 'vitest';
import * as live from '#server/live';
import { withSession } from '../test-session.ts';

test('nobody gets a tab that leads to a closed door', async () => {
  const { ctx, id, host, speaker, stranger, join } = await withSession();
  const open = async (who: typeof ctx): Promise<string[]> => (await live.findCrewParts(who, id)).sort();
  expect(await open(ctx)).toEqual([]);
  expect(await open(stranger)).toEqual([]);
  expect(await open(speaker)).toEqual(['backstage', 'languages', 'slides']);
  expect(await open(await join('interpreter'))).toEqual(['backstage', 'languages']);
  expect(await open(await join('captioner'))).toEqual(['languages']);
  expect(await open(await join('moderator'))).toEqual([
    'backstage',
    'host',
    'languages',
    'moderate',
    'questions',
  ]);
  expect(await open(host)).toHaveLength(7);
  // Who came from the audience has a seat, and backstage to prepare in.
  await live.enterHall(stranger, id, 'Бусел');
  expect(await open(stranger)).toEqual(['backstage']);
});
