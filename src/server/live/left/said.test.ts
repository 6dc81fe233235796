import { describe, expect, test } from 'vitest';
import * as live from '#server/live';
import type { Ctx } from '#server/kernel';
import { refusal, system } from '../../../../tests/support/given.ts';
import { withSession } from '../test-session.ts';
import { toParagraphs } from './said.ts';

const at = (ctx: Ctx, ms: number): Ctx => {
  const then = new Date(ctx.now().getTime() + ms);
  return { ...ctx, now: () => then };
};
const row = (seconds: number, text: string) => ({ begins: seconds * 1000, ends: seconds * 1000, text });

describe('paragraphs', () => {
  test('break at a pause, and after a sentence when they are long', () => {
    const long = `${'слова '.repeat(50).trim()}.`;
    const breaks = toParagraphs([
      row(0, 'адно'),
      row(5, 'другое'),
      row(18, 'пасля паўзы'),
      row(20, long),
      row(22, long),
      row(24, 'новы сказ'),
    ]).map(({ second, lines }) => [second, lines.length]);
    expect(breaks).toEqual([
      [0, 2],
      [18, 3],
      [24, 1],
    ]);
    expect(toParagraphs([])).toEqual([]);
  });

  test('one line of a second carries its anchor', () => {
    const [paragraph] = toParagraphs([row(1, 'a'), { begins: 1900, ends: 1900, text: 'b' }, row(2, 'c')]);
    expect(paragraph!.lines.map((line) => [line.second, line.isAnchor])).toEqual([
      [1, true],
      [1, false],
      [2, true],
    ]);
  });
});

describe('what was said', () => {
  test('is read as corrected and without what was taken away, by everybody, after the session too', async () => {
    const { ctx, id, host, join } = await withSession();
    await live.goLive(host, id);
    const typist = await join('captioner');
    const say = (seconds: number, text: string) =>
      live.typeCaption(at(typist, seconds * 1000), id, 'be', { text, version: 0, final: true });
    const first = (await say(2, 'Шаноўныя сябы'))!;
    const second = (await say(9, 'Тут імя, якога нельга было казаць'))!;
    await say(65, 'Пачынаем');
    await live.endSession(host, id);
    await live.correctCaption(typist, id, 'be', { seq: first.seq, text: 'Шаноўныя сябры' });
    await live.correctCaption(typist, id, 'be', { seq: second.seq, text: '' });
    const said = await live.getSaid(ctx, id, 'be', 1);
    expect(said.paragraphs.flatMap((one) => one.lines.map((line) => [line.second, line.text]))).toEqual([
      [2, 'Шаноўныя сябры'],
      [65, 'Пачынаем'],
    ]);
    expect(await live.listSaid(ctx, id)).toEqual([{ lang: 'be', lines: 2, until: 65 }]);
    expect((await live.getSaid(ctx, id, 'be', 1, 1)).paragraphs).toHaveLength(1);
    expect(JSON.stringify(said)).not.toContain('імя');
  });

  test('stands in parts of half an hour, and a part that is not there is the nearest one', async () => {
    const { ctx, id, host } = await withSession();
    await live.goLive(host, id);
    for (const minute of [0, 29, 30, 61, 179])
      await live.addCaption(at(system(ctx), minute * 60_000), id, 'en', `minute ${minute}`);
    const of = async (part: number): Promise<unknown[]> => {
      const said = await live.getSaid(ctx, id, 'en', part);
      return [said.part, said.parts, ...said.paragraphs.map((one) => one.second / 60)];
    };
    expect(await of(1)).toEqual([1, 6, 0, 29]);
    expect(await of(2)).toEqual([2, 6, 30]);
    expect(await of(4)).toEqual([4, 6]);
    expect(await of(99)).toEqual([6, 6, 179]);
    expect(await of(Number.NaN)).toEqual([1, 6, 0, 29]);
    expect((await live.getSaid(ctx, id, 'ru', 1)).paragraphs).toEqual([]);
    expect(await refusal(live.getSaid(ctx, id, 'xx', 1))).toBe('not_found captions.no_such_language');
    expect(await refusal(live.getSaid(ctx, 'nothing', 'be', 1))).toMatch(/^not_found /);
  });

  test('is a page that may be kept: for moments while it is said, until it changes afterwards', async () => {
    const { ctx, id, host } = await withSession();
    const notes = async () => {
      const page = { topics: new Set<string>(), freshUntil: Infinity };
      await live.listSaid({ ...ctx, page }, id);
      return { keeps: page.freshUntil - ctx.now().getTime(), topics: [...page.topics] };
    };
    await live.goLive(host, id);
    expect(await notes()).toEqual({ keeps: 15_000, topics: [`live:${id}`] });
    await live.endSession(host, id);
    expect(await notes()).toEqual({ keeps: Infinity, topics: [`live:${id}`] });
  });
});
