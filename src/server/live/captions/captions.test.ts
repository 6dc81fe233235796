import { describe, expect, test } from 'vitest';
import * as live from '#server/live';
import type { Ctx } from '#server/kernel';
import { refusal, system } from '../../../../tests/support/given.ts';
import { withSession, type HeldSession } from '../test-session.ts';
import { cleanCaption } from './text.ts';
import { toCues } from './vtt.ts';

const at = (ctx: Ctx, ms: number): Ctx => {
  const then = new Date(ctx.now().getTime() + ms);
  return { ...ctx, now: () => then };
};
const texts = async (ctx: Ctx, id: string): Promise<string[]> =>
  (await live.lastLines(ctx, id, 50)).map((line) => line.text);

async function withCaptioner(): Promise<HeldSession & { typist: Ctx }> {
  const held = await withSession();
  await live.goLive(held.host, held.id);
  return { ...held, typist: await held.join('captioner') };
}

describe('captions by hand', () => {
  test('grow as one types, are settled by Enter, and older wordings change nothing', async () => {
    const { ctx, id, typist } = await withCaptioner();
    const type = (text: string, version: number, final: boolean, ms: number) =>
      live.typeCaption(at(typist, ms), id, 'be', { text, typed: 'line-1', version, final });
    await type('Шаноў', 1, false, 0);
    await type('Шаноўныя', 2, false, 800);
    await type('Шаноў', 1, false, 1000);
    expect(await texts(ctx, id)).toEqual(['Шаноўныя']);
    await type('Шаноўныя сябры!', 3, true, 1600);
    await type('спозненае', 9, false, 2600);
    await type('Шаноўныя сябры!', 3, true, 1600);
    expect(await texts(ctx, id)).toEqual(['Шаноўныя сябры!']);
    const [cue] = live.readVtt(await live.getVtt(ctx, id, 'be'));
    expect(cue).toMatchObject({ begins: 0, text: 'Шаноўныя сябры!' });
  });

  test('several typists of one language do not overwrite each other', async () => {
    const { ctx, id, typist, join } = await withCaptioner();
    const other = await join('captioner');
    await live.typeCaption(typist, id, 'be', { text: 'адна', typed: 'same-id-1', version: 1, final: false });
    await live.typeCaption(other, id, 'be', { text: 'другая', typed: 'same-id-2', version: 1, final: false });
    await live.typeCaption(at(typist, 900), id, 'be', {
      text: 'адна піша',
      typed: 'same-id-1',
      version: 2,
      final: true,
    });
    expect(await texts(ctx, id)).toEqual(['адна піша', 'другая']);
    await live.takeCaptionDesk(other, id, 'be', 'Другая');
    expect(await live.getCaptionDesk(typist, id, 'be')).toMatchObject({ typist: 'Другая', isMine: false });
    await live.takeCaptionDesk(typist, id, 'be', 'Адна');
    expect(await live.getCaptionDesk(typist, id, 'be')).toMatchObject({ typist: 'Адна', isMine: true });
  });

  test('are corrected on open pages and in the file, after the session too', async () => {
    const { ctx, id, host, typist, speaker } = await withCaptioner();
    const { seq } = (await live.typeCaption(typist, id, 'en', {
      text: 'A loom has too sides',
      version: 0,
      final: true,
    }))!;
    await live.correctCaption(typist, id, 'en', { seq, text: 'A loom has two sides' });
    expect(await texts(ctx, id)).toEqual(['A loom has two sides']);
    expect(await refusal(live.correctCaption(speaker, id, 'en', { seq, text: 'x' }))).toMatch(/^forbidden /);
    expect(await refusal(live.correctCaption(typist, id, 'be', { seq, text: 'x' }))).toBe(
      'not_found captions.no_such_line',
    );
    await live.endSession(host, id);
    await live.correctCaption(typist, id, 'en', { seq, text: 'The loom has two sides' });
    expect(await live.getVtt(ctx, id, 'en')).toContain('The loom has two sides');
    expect(await refusal(live.typeCaption(typist, id, 'en', { text: 'late', version: 0, final: true }))).toBe(
      'conflict live.over',
    );
    await live.correctCaption(typist, id, 'en', { seq, text: '' });
    expect(live.readVtt(await live.getVtt(ctx, id, 'en'))).toEqual([]);
  });

  test('a language nobody reads here is refused, and a hand that floods is stopped', async () => {
    const { id, typist, speaker } = await withCaptioner();
    const one = { text: 'x', version: 0, final: true };
    expect(await refusal(live.typeCaption(typist, id, 'xx', one))).toBe(
      'not_found captions.no_such_language',
    );
    expect(await refusal(live.typeCaption(speaker, id, 'be', one))).toBe('forbidden captions.not_yours');
    let sent = 0;
    const flood = async (): Promise<void> => {
      for (; sent < 500; sent += 1) await live.typeCaption(typist, id, 'be', one);
    };
    expect(await refusal(flood())).toBe('too_many captions.too_fast');
    expect(sent).toBe(40);
    await live.typeCaption(at(typist, 11_000), id, 'be', one);
  });

  test('hold no sign that hides or turns round its neighbours', () => {
    expect(cleanCaption('  a\u202eb\u0000c\n\td\u2066 ')).toBe('a b c d');
    expect(cleanCaption('می‌خواهم')).toBe('می‌خواهم');
    expect(cleanCaption('😀'.repeat(400)).length).toBeLessThanOrEqual(600);
    expect(cleanCaption('x'.repeat(599) + '😀')).toBe('x'.repeat(599));
  });
});

describe('WebVTT', () => {
  test('is written so that it is read back, whatever was said', () => {
    const words = [
      'a < b & c > d',
      '--> 00:00',
      'WEBVTT',
      '&lt;b&gt; <b>bold</b>',
      'NOTE this',
      'ў’—«»',
      '1',
      '\u200eх\u200f',
    ];
    const cues = words.map((text, index) => ({
      begins: index * 3_599_001,
      ends: index * 3_599_001 + 900,
      text,
    }));
    const file = live.writeVtt('be', cues);
    expect(file.startsWith('WEBVTT\nKind: captions\nLanguage: be\n\n')).toBe(true);
    expect(live.readVtt(file)).toEqual(cues);
    expect(live.readVtt(file.replaceAll('\n', '\r\n'))).toEqual(cues);
    expect(() => live.readVtt('hello')).toThrow('captions.no_vtt');
    // Between the file's own arrows no other.
    expect(file.match(/-->/g)).toHaveLength(cues.length);
  });

  test('gives a line the time to be read, and not over the next', () => {
    expect(
      toCues([
        { begins: 0, ends: 100, text: 'x'.repeat(50) },
        { begins: 1500, ends: 1500, text: 'short' },
        { begins: 1600, ends: 9000, text: 'two at once' },
      ]).map(({ begins, ends }) => [begins, ends]),
    ).toEqual([
      [0, 1500],
      [1500, 2500],
      [1600, 9000],
    ]);
  });

  test('keeps all of a language, from the start of the session, longer than the running page does', async () => {
    const { ctx, id, host } = await withSession();
    await live.openBackstage(host, id);
    const staff = system(ctx);
    await live.goLive(at(host, 60_000), id);
    for (let n = 0; n < 230; n += 1)
      await live.addCaption(at(staff, 62_000 + n * 2000), id, 'be', `радок ${n}`);
    await live.addCaption(at(staff, 70_000), id, 'en', 'another language');
    const cues = live.readVtt(await live.getVtt(ctx, id, 'be'));
    expect(cues).toHaveLength(230);
    expect(cues[0]).toEqual({ begins: 2000, ends: 3000, text: 'радок 0' });
    expect(cues.at(-1)!.begins).toBe(2000 + 229 * 2000);
    expect(await live.getVtt(ctx, id, 'ru')).toBe('WEBVTT\nKind: captions\nLanguage: ru\n');
    expect(await refusal(live.getVtt(ctx, id, 'xx'))).toBe('not_found captions.no_such_language');
    expect(await refusal(live.getVtt(ctx, 'nothing', 'be'))).toMatch(/^not_found /);
  });
});
