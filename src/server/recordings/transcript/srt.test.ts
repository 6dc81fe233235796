import { describe, expect, test } from 'vitest';
import { readSrt, readSubtitles, writeSrt } from './srt.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const codeOf = (read: () => unknown): unknown => {
  try {
    return read();
  } catch (error) {
    return (error as { code?: string }).code;
  }
};

describe('subtitles', () => {
  test('come back as they were written', () => {
    const cues = [
      { begins: 1000, ends: 2500, text: 'Першы радок\nі другі' },
      { begins: 3_661_042, ends: 3_663_000, text: '1941' },
    ];
    expect(readSrt(writeSrt(cues)).map((cue) => ({ ...cue, text: cue.text.trim() }))).toEqual(cues);
    expect(writeSrt(cues)).toContain('01:01:01,042 --> 01:01:03,000');
  });

  test('are read as tools write them', () => {
    const odd =
      '\ufeff7\r\n0:01:2.5 --> 0:01:04,000 X1:10\r\n<b>Слова</b> {\\an8}тут\r\n\r\n8\r\n00:02:00,000 --> 00:01:59,000\r\nназад\r\n';
    expect(readSubtitles(bytes(odd))).toEqual([
      { begins: 62_500, ends: 64_000, text: 'Слова тут' },
      { begins: 120_000, ends: 120_500, text: 'назад' },
    ]);
    const old = Uint8Array.from([...bytes('1\n00:00:01,000 --> 00:00:02,000\n'), 0xcf, 0xf0, 0xe8]);
    expect(readSubtitles(old)[0]!.text).toBe('При');
    const vtt = 'WEBVTT\n\n00:01.000 --> 00:02.000 line:0\n<v Ана>Вітаю &amp; пачынаем\n';
    expect(readSubtitles(bytes(vtt))[0]!.text).toBe('Вітаю & пачынаем');
  });

  test('hold nobody up, whatever stands between two of them', () => {
    const blank = '\n'.repeat(1_500_000);
    const long = `1\n00:00:01,000 --> 00:00:02,000\nа${blank}б${blank}в\n2\n00:00:05,000 --> 00:00:06,000\nг`;
    expect(readSubtitles(bytes(long)).map(({ text }) => text)).toEqual(['а б в', 'г']);
  });

  test('that are none, too many or beyond a day are refused in words', () => {
    expect(codeOf(() => readSubtitles(bytes('PK\u0003\u0004 нешта іншае')))).toBe('recordings.no_subtitles');
    const line = '1\n00:00:01,000 --> 00:00:02,000\nа\n\n';
    expect(codeOf(() => readSubtitles(bytes(line.repeat(20_001))))).toBe('recordings.too_many_lines');
    expect(codeOf(() => readSubtitles(bytes('1\n99:00:01,000 --> 99:00:02,000\nа\n')))).toBe(
      'recordings.odd_times',
    );
    expect(codeOf(() => readSubtitles(new Uint8Array(5_000_000)))).toBe('recordings.too_many_lines');
  });
});
