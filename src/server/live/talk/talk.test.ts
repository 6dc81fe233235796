import { describe, expect, test } from 'vitest';
import * as live from '#server/live';
import type { Ctx } from '#server/kernel';
import { refusal } from '../../../../tests/support/given.ts';
import { withSession } from '../test-session.ts';

const voice = (name: string): string => name.padEnd(24, '-');
const say = (ctx: Ctx, id: string, text: string, given?: string, rest: object = {}): Promise<void> =>
  live.sayInTalk(ctx, id, live.sayInput.parse({ text, ...rest }), given);
/** The same, `seconds` later. */
const later = (ctx: Ctx, seconds: number): Ctx => {
  const now = ctx.now().getTime();
  return { ...ctx, now: () => new Date(now + seconds * 1000) };
};

describe('talk', () => {
  test('is off until it is opened; guests write unsigned, members may sign with their seat', async () => {
    const { ctx, id, host, newcomer } = await withSession();
    await live.goLive(host, id);
    expect(await refusal(say(ctx, id, 'x', voice('a')))).toBe('conflict talk.closed');
    await live.setTalk(host, id, { mode: 'open', slow: 0 });
    expect(await refusal(say(ctx, id, 'x'))).toBe('conflict talk.no_voice');
    await say(ctx, id, 'Добры дзень!', voice('a'), { sign: 'yes', name: 'Прэзідэнт' });
    const member = await newcomer();
    expect(await refusal(say(member, id, 'x', '', { sign: 'yes' }))).toBe('invalid live.name_missing');
    await say(member, id, 'Вітаю', '', { sign: 'yes', name: 'Бусел' });
    await say(later(member, 3), id, 'Ці чуваць?', '', { sign: 'yes', name: 'Іншы' });
    expect(await live.lastMessages(ctx, id)).toMatchObject([
      { seq: 1, text: 'Добры дзень!' },
      { seq: 2, text: 'Вітаю', by: 'Бусел' },
      { seq: 3, text: 'Ці чуваць?', by: 'Бусел' },
    ]);
    expect((await live.lastMessages(ctx, id))[0]).not.toHaveProperty('by');
    await live.setTalk(host, id, { mode: 'members', slow: 0 });
    expect(await refusal(say(ctx, id, 'x', voice('a')))).toBe('forbidden talk.members_only');
    await live.endSession(host, id);
    expect(await refusal(say(member, id, 'x'))).toBe('conflict talk.over');
  });

  test('slow mode and the pace of all together are the server’s', async () => {
    const { ctx, id, host, newcomer } = await withSession();
    await live.goLive(host, id);
    await live.setTalk(host, id, { mode: 'open', slow: 30 });
    await say(ctx, id, 'раз', voice('a'));
    expect(await refusal(say(later(ctx, 29), id, 'два', voice('a')))).toBe('too_many talk.too_soon');
    await say(later(ctx, 31), id, 'два', voice('a'));
    const much = later(ctx, 60);
    for (let i = 0; i < live.talkBounds.guestsPerWindow; i++) await say(much, id, `${i}`, voice(`g${i}`));
    expect(await refusal(say(much, id, 'зашмат', voice('h')))).toBe('too_many talk.too_fast');
    // Whoever is signed in still finds room.
    const member = later(await newcomer(), 60);
    await say(member, id, 'і я');
    // A clock that is set back silences nobody for longer than the pause.
    expect(await refusal(say(later(ctx, 50), id, 'x', voice('g0')))).toBe('too_many talk.too_soon');
    await say(later(ctx, 10), id, 'x', voice('g0'));
  });

  test('other people’s words stay one line of text in its place', async () => {
    const clean = (text: string) => live.sayInput.safeParse({ text });
    expect(clean('a\u202Eb\u0007\u0000 \n\n c\uD800').data?.text).toBe('ab c\uFFFD');
    expect(clean('e' + '\u0301'.repeat(50)).data!.text.length).toBeLessThan(8);
    expect(clean('\u200B \u2066').success).toBe(false);
    expect(clean('я'.repeat(400)).success).toBe(true);
    expect(clean('я'.repeat(401)).success).toBe(false);
    expect(clean('я'.repeat(5000)).success).toBe(false);
  });
});

describe('raised hands', () => {
  test('are counted in bands, one a voice', async () => {
    const { ctx, id, host } = await withSession();
    expect(await refusal(live.setHand(ctx, id, true, voice('a')))).toBe('conflict live.not_on');
    await live.goLive(host, id);
    for (let i = 0; i < 11; i++) await live.setHand(ctx, id, true, voice(`v${i}`));
    await live.setHand(ctx, id, true, voice('v1'));
    expect(await live.handsBand(ctx, id)).toBe(10);
    expect(await live.isHandUp(ctx, id, voice('v1'))).toBe(true);
    expect(await live.isHandUp(ctx, id, voice('x'))).toBe(false);
    for (let i = 0; i < 11; i++) await live.setHand(ctx, id, false, voice(`v${i}`));
    await live.setHand(ctx, id, false, voice('never'));
    expect(await live.handsBand(ctx, id)).toBe(0);
    expect(await ctx.db.selectFrom('live.voice').selectAll().execute()).toEqual([]);
  });
});
