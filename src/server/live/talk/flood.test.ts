import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { Ctx } from '#server/kernel';
import * as live from '#server/live';
import { outcome, system } from '../../../../tests/support/given.ts';
import { frame } from '../bus/frames.ts';
import { withSession } from '../test-session.ts';
import { makeReactions } from './reaction-counts.ts';
import { talkPart } from './part.ts';

const voice = (name: string): string => name.padEnd(24, '-');
/** The same, `ms` later. */
const later = (ctx: Ctx, ms: number): Ctx => {
  const now = ctx.now().getTime();
  return { ...ctx, now: () => new Date(now + ms) };
};

/** A session that is on with an open talk, in the file's own database, seen by a guest. */
async function openTalk(): Promise<{ ctx: Ctx; id: string }> {
  const { ctx, id } = await withSession({ commits: true });
  await live.goLive(system(ctx), id);
  await live.setTalk(system(ctx), id, { mode: 'open', slow: 0 });
  return { ctx, id };
}

test('six hundred guests at once: what can be read is taken, the rest is refused, nothing grows', async () => {
  const { ctx, id } = await openTalk();
  // The longest that is taken, in letters of two bytes each.
  const text = 'я'.repeat(live.talkBounds.characters);
  let taken = 0;
  for (let second = 0; second < 60; second += 10) {
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, i) =>
        outcome(live.sayInTalk(later(ctx, second * 1000), id, { text }, voice(`${second}x${i}`))),
      ),
    );
    expect(new Set(answers)).toEqual(new Set(['done', 'talk.too_fast']));
    taken += answers.filter((one) => one === 'done').length;
  }
  expect(taken).toBe(6 * live.talkBounds.guestsPerWindow);
  const all = await live.lastMessages(ctx, id, 0, 1000);
  expect(all.map(({ seq }) => seq)).toEqual(Array.from({ length: taken }, (_, i) => i + 1));
  // Frames of one minute that one follower gets.
  const bytes = all.reduce((sum, one) => sum + frame('says', one).length, 0);
  expect(bytes).toBeLessThan(40_000);
  expect(frame('talk', await talkPart(ctx, id)).length).toBeLessThan(120);
});

test('hours of it: only the newest stay, and voices are forgotten', async () => {
  const { ctx, id } = await openTalk();
  const text = 'я'.repeat(live.talkBounds.characters);
  for (let i = 0; i < 600; i++) await live.sayInTalk(later(ctx, i * 5_000), id, { text }, voice(`v${i}`));
  const { rows } = await sql<{ messages: number; voices: number; bytes: number }>`
    select (select count(*) from live.message where session_id = ${id}) as messages,
      (select count(*) from live.voice where session_id = ${id}) as voices,
      (select sum(pg_column_size(m.*)) from live.message m where session_id = ${id}) as bytes`.execute(
    ctx.db,
  );
  const { messages, voices, bytes } = rows[0]!;
  expect(Number(messages)).toBeGreaterThanOrEqual(live.talkBounds.kept);
  expect(Number(messages)).toBeLessThan(live.talkBounds.kept + 20);
  // A quarter of an hour of them, one each five seconds, and what came since the last sweep.
  expect(Number(voices)).toBeLessThanOrEqual(15 * 12 + 20);
  expect(Number(bytes)).toBeLessThan(300_000);
}, 60_000);

test('two moderators and an author at once never wait for each other for ever', async () => {
  const { ctx, id } = await openTalk();
  const staff = system(ctx);
  await live.sayInTalk(ctx, id, { text: 'спрэчнае' }, voice('a'));
  const [{ id: message } = { id: '' }] = await live.lastMessages(ctx, id);
  const grounds = { reason: 'insult' as const };
  const answers = await Promise.all([
    ...[5, 60, 15].map((minutes) => outcome(live.silenceAuthor(staff, id, message, minutes, grounds))),
    ...[1, 2].map(() => outcome(live.hideThing(staff, id, 'message', message, grounds))),
    outcome(live.setTalk(staff, id, { mode: 'members', slow: 30 })),
    outcome(live.setTalk(staff, id, { mode: 'members', slow: 30 })),
    outcome(live.keepThing(staff, id, 'message', message)),
    ...[1, 2, 3].map((n) => outcome(live.sayInTalk(later(ctx, 3000), id, { text: 'x' }, voice(`b${n}`)))),
    ...[1, 2, 3].map((n) => outcome(live.setHand(ctx, id, true, voice(`h${n}`)))),
    ...Array.from({ length: 12 }, (_, n) =>
      outcome(live.reportThing(ctx, id, { kind: 'message', thing: message }, voice(`r${n}`))),
    ),
    outcome(live.stopSession(staff, id)),
    outcome(live.stopSession(staff, id)),
  ]);
  expect(answers).not.toContain('talk.no_such_thing');
  const acts = (await live.listActs(ctx, id)).map(({ kind }) => kind);
  expect(acts.filter((kind) => kind === 'stop')).toHaveLength(1);
  // Whichever was first: what is stopped is not opened again by a word on its way.
  const isOpened = answers.slice(5, 7).some((answer) => answer !== 'moderation.stopped');
  expect(acts.filter((kind) => kind === 'talk_members')).toHaveLength(isOpened ? 1 : 0);
  expect(await outcome(live.setTalk(staff, id, { mode: 'open', slow: 0 }))).toBe('moderation.stopped');
  expect(acts.filter((kind) => kind === 'hide_message').length).toBeLessThanOrEqual(2);
  expect((await live.getTalk(ctx, id)).mode).toBe('off');
  expect(await outcome(live.sayInTalk(later(ctx, 90_000), id, { text: 'x' }, voice('z')))).toBe('talk.over');
}, 60_000);

test('reactions: one a voice a second, told as bands once a second, and bounded', async () => {
  const { ctx } = await openTalk();
  const told: [string, object][] = [];
  const reactions = makeReactions(async (id, bands) => void told.push([id, bands]), ctx.log);
  for (let i = 0; i < 30_000; i++) {
    const mark = Buffer.alloc(32);
    mark.writeUInt32BE(i);
    reactions.add('one', i % 3 === 0 ? 'applause' : 'agree', mark);
    reactions.add('one', 'agree', mark);
  }
  reactions.add('two', 'slower', Buffer.from('x'));
  expect(told).toEqual([]);
  await expect.poll(() => told, { timeout: 3000 }).toEqual([['one', { applause: 5000, agree: 5000 }]]);
  reactions.add('two', 'slower', Buffer.from('x'));
  await expect.poll(() => told.length, { timeout: 3000 }).toBe(2);
  expect(told[1]).toEqual(['two', { slower: 1 }]);
  reactions.stop();
});
