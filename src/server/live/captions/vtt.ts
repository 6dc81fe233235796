import * as congress from '#server/congress';
import { reads, refuse, type Ctx } from '#server/kernel';
import { topicOf } from '../bus/tell.ts';
import { needLanguage } from './captions.ts';

export interface Cue {
  /** ms from the start of the session. */
  begins: number;
  ends: number;
  text: string;
}

/** How long a caption stays to be read: at least this, and for each sign so many ms more. */
const leastShownMs = 1000;
const signMs = 60;
const mostShownMs = 8000;

const clock = (ms: number): string => {
  const two = (value: number, width = 2): string => String(value).padStart(width, '0');
  return `${two(Math.floor(ms / 3_600_000))}:${two(Math.floor(ms / 60_000) % 60)}:${two(Math.floor(ms / 1000) % 60)}.${two(ms % 1000, 3)}`;
};

/** WebVTT's three signs with a meaning; `-->` can't stand in a cue then either. */
const escapeCue = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\u200e', '&lrm;')
    .replaceAll('\u200f', '&rlm;');
const unescapeCue = (text: string): string =>
  text
    .replaceAll('&lrm;', '\u200e')
    .replaceAll('&rlm;', '\u200f')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

/** A WebVTT file: https://www.w3.org/TR/webvtt1/ */
export const writeVtt = (lang: string, cues: readonly Cue[]): string =>
  [
    `WEBVTT\nKind: captions\nLanguage: ${lang}\n`,
    ...cues.map(
      ({ begins, ends, text }, index) =>
        `${index + 1}\n${clock(begins)} --> ${clock(ends)}\n${escapeCue(text)}\n`,
    ),
  ].join('\n');

const timing =
  /^(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})[ \t]+-->[ \t]+(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})/;

/** Reads a WebVTT file back. Refuses what is none. */
export function readVtt(file: string): Cue[] {
  const text = file
    .replace(/^\ufeff/, '')
    .replaceAll('\r\n', '\n')
    .replaceAll('\r', '\n');
  if (!/^WEBVTT(?=[ \t\n]|$)/.test(text)) throw refuse('invalid', 'captions.no_vtt');
  const ms = (parts: (string | undefined)[]): number => {
    const [hours, minutes, seconds, rest] = parts.map((part) => Number(part ?? 0)) as [
      number,
      number,
      number,
      number,
    ];
    return hours * 3_600_000 + minutes * 60_000 + seconds * 1000 + rest;
  };
  return text.split(/\n{2,}/).flatMap((block) => {
    const lines = block.split('\n').filter((line) => line !== '');
    const at = lines.findIndex((line) => line.includes('-->'));
    const found = at >= 0 && at <= 1 ? timing.exec(lines[at]!) : null;
    if (!found) return [];
    return [
      {
        begins: ms(found.slice(1, 5)),
        ends: ms(found.slice(5, 9)),
        text: unescapeCue(lines.slice(at + 1).join('\n')),
      },
    ];
  });
}

/**
 * All captions of a language with their times from the start of the session, for everybody. Refuses `not_found` where no such
 * session is public or nothing can be captioned in that language.
 */
export async function getVtt(ctx: Ctx, sessionId: string, lang: string): Promise<string> {
  const session = await congress.getSession(ctx, sessionId);
  reads(ctx, topicOf(session.id));
  await needLanguage(ctx, session.id, lang);
  const rows = await ctx.db
    .selectFrom('live.caption')
    .select(['begins', 'ends', 'text'])
    .where('session_id', '=', session.id)
    .where('lang', '=', lang)
    .where('text', '<>', '')
    .orderBy('begins')
    .orderBy('seq')
    .execute();
  return writeVtt(lang, toCues(rows));
}

/** A caption stays until it can be read, but not over the next one when that leaves it a second. */
export function toCues(rows: readonly Cue[]): Cue[] {
  return rows.map(({ begins, ends, text }, index) => {
    const read = Math.min(mostShownMs, Math.max(leastShownMs, text.length * signMs));
    const wanted = Math.max(ends, begins + read);
    const next = rows[index + 1]?.begins ?? Infinity;
    return { begins, ends: next >= begins + leastShownMs ? Math.min(wanted, next) : wanted, text };
  });
}
