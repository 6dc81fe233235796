import { expect, test } from 'vitest';
import * as congress from '#server/congress';
import * as live from '#server/live';
import { system } from '../../../../../tests/support/given.ts';
import { withSession } from '../../../../server/live/test-session.ts';
import { endsOf } from './ends.ts';

test('a session leads to where it comes from, to the times before and after, and to nothing else', async () => {
  const { ctx, id, event } = await withSession();
  const staff = system(ctx);
  const year = async (slug: string, startsOn: string, status = 'published'): Promise<string> => {
    const made = await congress.createEvent(
      staff,
      congress.eventInput.parse({
        slug,
        kind: 'congress',
        status,
        title: { en: slug },
        zone: 'Europe/Vilnius',
        startsOn,
        days: 1,
      }),
    );
    if (status !== 'published') return made;
    const talk = { kind: 'speech', title: { en: 'Looms' }, minutes: 60 };
    await congress.createSession(staff, made, congress.sessionInput.parse(talk));
    await congress.releaseProgramme(staff, made, 'one');
    return made;
  };
  const none = { questions: [], results: [], slides: 0, saidIn: [], played: [] };
  const ends = async () => {
    const session = await congress.getSession(ctx, id);
    const { from, came } = await endsOf(ctx, { session, ...none });
    return [from, came].map((list) => list.map((item) => item.href));
  };
  expect(await ends()).toEqual([['/be/e/small'], []]);
  const events = [
    event,
    await year('first', '2024-10-31'),
    await year('before', '2025-10-31'),
    await year('after', '2027-10-31'),
    await year('hidden', '2026-12-31', 'draft'),
  ];
  await congress.saveSeries(staff, congress.seriesInput.parse({ slug: 'all', title: { be: 'Усе' }, events }));
  expect(await ends()).toEqual([['/be/e/small', '/be/series/all', '/be/e/before'], ['/be/e/after']]);
  await live.addOutcome(staff, id, { title: 'Зварот', lang: 'be', address: 'https://a.example/' });
  expect((await ends())[1]).toEqual(['/be/e/after', 'https://a.example/']);
});
