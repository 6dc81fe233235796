import { refuse } from '#server/kernel';
import { readVtt, type Cue } from '#server/live';

const two = (value: number, width = 2): string => String(value).padStart(width, '0');
const clock = (ms: number): string =>
  `${two(Math.floor(ms / 3_600_000))}:${two(Math.floor(ms / 60_000) % 60)}:${two(Math.floor(ms / 1000) % 60)},${two(ms % 1000, 3)}`;

/** SubRip: what every player and editor reads. */
export const writeSrt = (cues: readonly Cue[]): string =>
  cues
    .map(
      ({ begins, ends, text }, n) =>
        `${n + 1}\r\n${clock(begins)} --> ${clock(ends)}\r\n${text.replace(/\r?\n/g, '\r\n')}\r\n`,
    )
    .join('\r\n');

const timing =
  /^\s*(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})\s*-->\s*(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})/;

const ms = (parts: readonly (string | undefined)[]): number => {
  const [hours, minutes, seconds] = parts.map((part) => Number(part ?? 0)) as [number, number, number];
  return hours * 3_600_000 + minutes * 60_000 + seconds * 1000 + Number((parts[3] ?? '0').padEnd(3, '0'));
};

/** Bounds of a file of subtitles. */
export const subtitleBounds = { bytes: 4 * 1024 * 1024, cues: 20_000, signs: 1000, hours: 24 };

/** Reads SubRip as tools write it: with or without numbers, hours, blank lines at odd places, and marks of letters. */
export function readSrt(file: string): Cue[] {
  const lines = file.replace(/^\ufeff/, '').split(/\r\n|\r|\n/);
  const cues: Cue[] = [];
  let cue: Cue | undefined;
  for (const [n, line] of lines.entries()) {
    const found = timing.exec(line);
    if (found) {
      // The number above belongs to this one, not to the words before.
      if (cue && /^\s*\d+\s*$/.test(lines[n - 1] ?? ''))
        cue.text = cue.text.slice(0, Math.max(0, cue.text.lastIndexOf('\n')));
      cue = { begins: ms(found.slice(1, 5)), ends: ms(found.slice(5, 9)), text: '' };
      cues.push(cue);
    } else if (cue) cue.text += `${cue.text ? '\n' : ''}${line}`;
  }
  return cues;
}

/** Words of a cue without marks of letters, places and colours. */
const plain = (text: string): string =>
  text
    .replace(/<[^<>]{0,100}>|\{\\[^{}]{0,100}\}/g, '')
    .replace(/[\u0000-\u0009\u000b-\u001f\u007f\u2028\u2029]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

/**
 * Reads WebVTT or SubRip, whichever it is. Refuses what is neither (`recordings.no_subtitles`), too much of it
 * (`recordings.too_many_lines`), and times beyond a day (`recordings.odd_times`).
 */
export function readSubtitles(bytes: Uint8Array): Cue[] {
  if (bytes.length > subtitleBounds.bytes) throw refuse('invalid', 'recordings.too_many_lines');
  const text = decode(bytes);
  const isVtt = /^\ufeff?WEBVTT/.test(text);
  const cues = (isVtt ? readVtt(text) : readSrt(text))
    .map((cue) => ({ ...cue, text: plain(cue.text).slice(0, subtitleBounds.signs) }))
    .filter((cue) => cue.text !== '');
  if (cues.length === 0) throw refuse('invalid', 'recordings.no_subtitles');
  if (cues.length > subtitleBounds.cues) throw refuse('invalid', 'recordings.too_many_lines');
  if (cues.some((cue) => Math.max(cue.begins, cue.ends) > subtitleBounds.hours * 3_600_000))
    throw refuse('invalid', 'recordings.odd_times');
  return cues
    .map((cue) => ({ ...cue, ends: Math.max(cue.ends, cue.begins + 500) }))
    .sort((a, b) => a.begins - b.begins);
}

/** UTF-8 with or without its mark, UTF-16 by its mark; otherwise the code page of old Cyrillic Windows. */
function decode(bytes: Uint8Array): string {
  const name =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : 'utf-8';
  try {
    return new TextDecoder(name, { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1251').decode(bytes);
  }
}
