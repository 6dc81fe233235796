import { expect, test } from 'vitest';
import * as congress from '#server/congress';
import * as live from '#server/live';
import type { Ctx } from '#server/kernel';
import { refusal, system } from '../../../../tests/support/given.ts';
import { withSession } from '../test-session.ts';

const outcome = (address: string, title = '') => live.outcomeInput.parse({ address, title, lang: 'be' });

/** Another session of the same event, released or not. */
async function another(ctx: Ctx, event: string, isReleased = true): Promise<string> {
  const id = await congress.createSession(
    system(ctx),
    event,
    congress.sessionInput.parse({ kind: 'panel', title: { be: 'Працяг' }, minutes: 30 }),
  );
  if (isReleased) await congress.releaseProgramme(system(ctx), event, 'two');
  return id;
}

test('host and organiser say what came of a session; everybody reads it, from both ends', async () => {
  const { ctx, id, event, host, speaker, stranger, join } = await withSession();
  const next = await another(ctx, event);
  expect(await live.listOutcomes(ctx, id)).toEqual([]);
  for (const who of [ctx, speaker, stranger, await join('moderator')])
    expect(await refusal(live.addOutcome(who, id, outcome('https://a.example', 'A')))).toMatch(
      /^(unauthenticated|forbidden) /,
    );
  await live.addOutcome(host, id, outcome('https://a.example/text', 'Зварот'));
  await live.addOutcome(host, id, outcome('https://a.example/text', 'Адкрыты зварот'));
  await live.addOutcome(host, id, outcome(`/be/s/${next}`));
  const shown = await live.listOutcomes(ctx, id);
  expect(shown.map((one) => [one.title.text, one.url])).toEqual([
    ['Адкрыты зварот', 'https://a.example/text'],
    ['Працяг', `/s/${next}`],
  ]);
  expect(await live.listCauses(ctx, next)).toEqual([
    { url: `/s/${id}`, title: { text: 'Looms', lang: 'en' } },
  ]);
  await live.removeOutcome(host, id, { outcome: shown[1]!.id });
  await live.removeOutcome(host, id, { outcome: shown[1]!.id });
  expect(await live.listCauses(ctx, next)).toEqual([]);
  const log = await ctx.db.selectFrom('kernel.audit').select('action').orderBy('id').execute();
  expect(log.map((row) => row.action).filter((action) => action.includes('outcome'))).toEqual([
    'live.outcome_added',
    'live.outcome_added',
    'live.outcome_added',
    'live.outcome_removed',
  ]);
});

test.each([
  ['javascript:alert(1)', 'invalid left.bad_address'],
  ['http://a.example/', 'invalid left.bad_address'],
  ['https://me:secret@a.example/', 'invalid left.bad_address'],
  ['//a.example/s/x', 'invalid left.bad_address'],
  ['/be/desk', 'invalid left.bad_address'],
  ['words', 'invalid left.bad_address'],
  ['/s/nothing', 'not_found congress.no_such_session'],
])('%s is no address of what came', async (address, expected) => {
  const { id, host } = await withSession();
  expect(await refusal(live.addOutcome(host, id, outcome(address, 'A')))).toBe(expected);
});

test('a link elsewhere needs a title, a session is no outcome of itself, and forty are enough', async () => {
  const { ctx, id, host } = await withSession();
  expect(await refusal(live.addOutcome(host, id, outcome('https://a.example/')))).toBe(
    'invalid left.title_missing',
  );
  expect(await refusal(live.addOutcome(host, id, outcome(`/s/${id}`)))).toBe('invalid left.itself');
  // An address in our letters is kept whole.
  const long = `https://a.example/${'я'.repeat(300)}`;
  await live.addOutcome(host, id, outcome(long, 'A'));
  expect((await live.listOutcomes(ctx, id))[0]!.url).toBe(encodeURI(long));
  for (let n = 1; n < 40; n += 1) await live.addOutcome(host, id, outcome(`https://a.example/${n}`, 'A'));
  expect(await refusal(live.addOutcome(host, id, outcome('https://a.example/40', 'A')))).toBe(
    'conflict left.too_many',
  );
  expect(await live.listOutcomes(ctx, id)).toHaveLength(40);
});

test('a session that is not public is neither linked nor shown', async () => {
  const { ctx, id, event, host } = await withSession();
  const draft = await another(ctx, event, false);
  expect(await refusal(live.addOutcome(host, id, outcome(`/s/${draft}`)))).toBe(
    'not_found congress.no_such_session',
  );
  await congress.releaseProgramme(system(ctx), event, 'two');
  await live.addOutcome(host, id, outcome(`/s/${draft}`));
  await congress.removeSession(system(ctx), draft);
  await congress.releaseProgramme(system(ctx), event, 'three');
  expect(await live.listOutcomes(ctx, id)).toEqual([]);
});
