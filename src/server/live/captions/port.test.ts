import { describe, expect, test } from 'vitest';
import * as live from '#server/live';
import { sha256, type Ctx } from '#server/kernel';
import { refusal } from '../../../../tests/support/given.ts';
import { withSession } from '../test-session.ts';

const bytes = (...lines: object[]): Uint8Array =>
  new TextEncoder().encode(lines.map((line) => JSON.stringify(line)).join('\n'));

async function withPort() {
  const held = await withSession();
  await live.goLive(held.host, held.id);
  const secret = await live.makeCaptionKey(held.host, held.id, { name: 'whisper', lang: 'be' });
  let clock = held.ctx.now().getTime();
  const send = (body: Uint8Array, lang = 'be', key = secret, id = held.id) => {
    clock += 400;
    const now = new Date(clock);
    const ctx: Ctx = { ...held.ctx, now: () => now };
    return live.hearPort(ctx, id, lang, `Bearer ${key}`, body);
  };
  const texts = async (): Promise<string[]> =>
    (await live.lastLines(held.ctx, held.id, 200)).map((line) => line.text);
  return { ...held, secret, send, texts };
}

describe('the port of a speech-recognition server', () => {
  test('takes what is not final and then what is, with and without numbers of its own', async () => {
    const { send, texts } = await withPort();
    await send(bytes({ text: 'добры', final: false }));
    await send(bytes({ text: 'добры дзень', final: false }, { text: 'Добры дзень.', final: true }));
    await send(bytes({ text: 'Другі', final: false, id: 'u2', n: 1 }));
    await send(bytes({ text: 'Другі сказ.', id: 'u2', n: 2 }, { text: 'Трэці.' }));
    expect(await texts()).toEqual(['Добры дзень.', 'Другі сказ.', 'Трэці.']);
  });

  test('its key is shown once, kept as a hash, for one session and language, and can be taken back', async () => {
    const { ctx, id, host, speaker, join, secret, send, texts } = await withPort();
    const [row] = await ctx.db.selectFrom('live.caption_key').selectAll().execute();
    expect(row!.hash.equals(sha256(secret))).toBe(true);
    expect(JSON.stringify(row)).not.toContain(secret);
    expect(await live.listCaptionKeys(host, id)).toEqual([{ id: row!.id, name: 'whisper', lang: 'be' }]);
    for (const no of [ctx, speaker, await join('captioner')])
      expect(await refusal(live.makeCaptionKey(no, id, { name: 'x', lang: 'be' }))).toMatch(
        /^(unauthenticated|forbidden) /,
      );
    expect(await refusal(live.makeCaptionKey(host, id, { name: 'x', lang: 'xx' }))).toBe(
      'not_found captions.no_such_language',
    );
    const line = bytes({ text: 'хто гэта' });
    for (const key of ['', 'wrong', `${secret}x`, secret.toUpperCase()])
      expect(await refusal(send(line, 'be', key))).toBe('unauthenticated captions.bad_key');
    expect(await refusal(live.hearPort(ctx, id, 'be', null, line))).toBe('unauthenticated captions.bad_key');
    await live.revokeCaptionKey(speaker, id, row!.id).catch(() => undefined);
    await send(line);
    await live.revokeCaptionKey(host, id, row!.id);
    expect(await refusal(send(line))).toBe('unauthenticated captions.bad_key');
    expect(await texts()).toEqual(['хто гэта']);
  });
});

describe('a lying caption stream', () => {
  test('can’t say another language or session than its key’s', async () => {
    const { ctx, send, texts } = await withPort();
    expect(await refusal(send(bytes({ text: 'hello' }), 'en'))).toBe('forbidden captions.key_of_another');
    expect(await refusal(send(bytes({ text: 'hello' }), 'xx'))).toBe('forbidden captions.key_of_another');
    expect(await refusal(send(bytes({ text: 'hello' }), 'be', undefined, 'another'))).toBe(
      'forbidden captions.key_of_another',
    );
    expect(await refusal(send(bytes({ text: 'hello', lang: 'en' })))).toBe('invalid captions.wrong_shape');
    expect(await texts()).toEqual([]);
    expect(await live.lastLines(ctx, 'another', 10)).toEqual([]);
  });

  test('sends what is no UTF-8, no JSON, too long or too much: nothing of it is taken', async () => {
    const { send, texts } = await withPort();
    const good = bytes({ text: 'добра' });
    const bad: [Uint8Array, string][] = [
      [Uint8Array.from([...good, 10, 0xff, 0xfe]), 'invalid captions.not_utf8'],
      [Uint8Array.from([0xed, 0xa0, 0x80]), 'invalid captions.not_utf8'],
      [new TextEncoder().encode(`${new TextDecoder().decode(good)}\n{"text":`), 'invalid captions.not_json'],
      [new Uint8Array(0), 'invalid captions.too_long'],
      [new TextEncoder().encode(' '.repeat(17 * 1024)), 'invalid captions.too_long'],
      [bytes(...Array.from({ length: 41 }, () => ({ text: 'x' }))), 'invalid captions.too_long'],
      [bytes({ text: 'x'.repeat(1201) }), 'invalid captions.wrong_shape'],
      [bytes({ text: 'x', final: 'yes' }), 'invalid captions.wrong_shape'],
      [bytes({ text: ['x'] }), 'invalid captions.wrong_shape'],
      [bytes({ text: 'x', id: '../1' }), 'invalid captions.wrong_shape'],
      [bytes({ text: 'x', n: -1 }), 'invalid captions.wrong_shape'],
      [bytes({ text: 'x', n: 1e9 }), 'invalid captions.wrong_shape'],
      [new TextEncoder().encode('[]\nnull\n7'), 'invalid captions.wrong_shape'],
      [new TextEncoder().encode('{"__proto__":{"text":"x"}}'), 'invalid captions.wrong_shape'],
    ];
    for (const [body, answer] of bad) expect(await refusal(send(body))).toBe(answer);
    expect(await texts()).toEqual([]);
    // A line within the limit is cut to what a caption holds, and shows as text.
    await send(bytes({ text: `<b>${'ы'.repeat(900)}` }));
    expect((await texts())[0]).toHaveLength(600);
  });

  test('replays and sends out of order: the newest wording stays', async () => {
    const { send, texts } = await withPort();
    const wordings = [1, 2, 3, 4].map((n) => bytes({ text: `слова ${n}`, final: false, id: 'u1', n }));
    for (const index of [0, 2, 1, 0, 2, 2]) await send(wordings[index]!);
    expect(await texts()).toEqual(['слова 3']);
    await send(bytes({ text: 'Слова чатыры.', final: true, id: 'u1', n: 4 }));
    for (const body of wordings) await send(body);
    await send(bytes({ text: 'хлусня', final: true, id: 'u1', n: 99 }));
    expect(await texts()).toEqual(['Слова чатыры.']);
  });

  test('floods: what comes too fast is refused, and a hand’s correction is not written over', async () => {
    const { ctx, id, join, send, texts } = await withPort();
    const many = bytes(...Array.from({ length: 40 }, (_, n) => ({ text: `радок ${n}` })));
    await send(many);
    expect(await refusal(send(many))).toBe('too_many captions.too_fast');
    expect(await texts()).toHaveLength(40);
    const [first] = await live.lastLines(ctx, id, 50);
    const typist = await join('captioner');
    await live.correctCaption(typist, id, 'be', { seq: first!.seq, text: 'Папраўлена' });
    expect((await texts())[0]).toBe('Папраўлена');
  });

  test('does nothing once the session is over', async () => {
    const { id, host, send } = await withPort();
    await live.endSession(host, id);
    expect(await refusal(send(bytes({ text: 'позна' })))).toBe('conflict live.over');
  });
});
