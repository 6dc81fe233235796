import { expect, test } from 'vitest';
import * as live from '#server/live';
import type { Ctx } from '#server/kernel';
import { refusal } from '../../../../tests/support/given.ts';
import { withSession } from '../test-session.ts';
import { erasePlayed, exportPlayed } from './played.ts';

const at = (ctx: Ctx, ms: number): Ctx => {
  const then = new Date(ctx.now().getTime() + ms);
  return { ...ctx, now: () => then };
};

/** A session that is on, with a recording that was made anew already. */
async function withRecording(listed: boolean) {
  const held = await withSession();
  await live.goLive(held.host, held.id);
  const { identity } = await live.takeSeat(held.speaker, held.id, 'Жытнёвая');
  await held.ctx.db
    .insertInto('live.statement')
    .values({ session_id: held.id, identity, state: 'ready', bytes: Buffer.from('x'), seconds: 95, listed })
    .execute();
  const play = (ms: number): Promise<void> =>
    live.moveStatement(at(held.host, ms), held.id, { seat: identity, act: 'play' });
  const stop = (): Promise<void> => live.moveStatement(held.host, held.id, { seat: identity, act: 'stop' });
  return { ...held, identity, play, stop };
}

test('without a yes nothing says that a recording was played', async () => {
  const { ctx, id, play } = await withRecording(false);
  await play(1000);
  expect(await live.listPlayed(ctx, id)).toEqual([]);
});

test('with a yes: under which name and when it was first played, after the session too', async () => {
  const { ctx, id, identity, host, speaker, stranger, play, stop } = await withRecording(true);
  expect(await live.listPlayed(ctx, id)).toEqual([]);
  await play(754_900);
  await stop();
  await play(900_000);
  await live.endSession(host, id);
  const shown = [{ identity, name: 'Жытнёвая', second: 754, seconds: 95 }];
  expect(await live.listPlayed(ctx, id)).toEqual(shown);
  expect([await live.isPlayedListed(speaker, id), await live.isPlayedListed(host, id)]).toEqual([
    true,
    false,
  ]);
  await live.forgetOwnPlayed(stranger, id);
  expect(await live.listPlayed(ctx, id)).toEqual(shown);
  expect(await refusal(live.forgetOwnPlayed(ctx, id))).toMatch(/^unauthenticated /);
  await live.forgetOwnPlayed(speaker, id);
  await live.forgetOwnPlayed(speaker, id);
  expect(await live.listPlayed(ctx, id)).toEqual([]);
});

test('those who run it take a mention away, others may not', async () => {
  const { ctx, id, identity, host, speaker, play } = await withRecording(true);
  await play(1000);
  expect(await refusal(live.removePlayed(speaker, id, { seat: identity }))).toMatch(/^forbidden /);
  await live.removePlayed(host, id, { seat: identity });
  expect(await live.listPlayed(ctx, id)).toEqual([]);
});

test('whoever takes the recording back is mentioned no more', async () => {
  const { ctx, id, speaker, play } = await withRecording(true);
  await play(5000);
  await live.removeStatement(speaker, id);
  expect(await live.listPlayed(ctx, id)).toEqual([]);
});

test('the mention is in what a person is given of theirs, and goes with them', async () => {
  const { ctx, id, speaker, play } = await withRecording(true);
  const person = speaker.actor.kind === 'person' ? speaker.actor.personId : '';
  await play(5000);
  expect(await exportPlayed(ctx, person)).toEqual([
    { session: id, shownAs: 'Жытнёвая', second: 5, seconds: 95 },
  ]);
  await erasePlayed(ctx, person);
  expect(await exportPlayed(ctx, person)).toEqual([]);
  expect(await live.listPlayed(ctx, id)).toEqual([]);
});
