import * as congress from '#server/congress';
import { reads, type Ctx } from '#server/kernel';
import { partSeconds } from '#lib/live/said-address.ts';
import { needLanguage } from '../captions/captions.ts';
import { findStage } from '../stage/stages.ts';
import { topicOf } from '../bus/tell.ts';

const partMs = partSeconds * 1000;
/** Of a session that is on, new lines are read again after this long; lines don't drop kept pages by themselves. */
const freshMs = 15_000;
/** A new paragraph after a pause of so long, at the end of a sentence from here on, or in any case. */
const [pauseMs, softLength, hardLength] = [12_000, 500, 900];

export interface SaidLine {
  /** Seconds from the start of the session. */
  second: number;
  /** First of its second: it carries the anchor `#s-<second>`. */
  isAnchor: boolean;
  text: string;
}

export interface SaidParagraph {
  second: number;
  lines: SaidLine[];
}

export interface Said {
  lang: string;
  /** 1 … parts */
  part: number;
  parts: number;
  paragraphs: SaidParagraph[];
}

export interface SaidLanguage {
  lang: string;
  lines: number;
  /** The second of its last line. */
  until: number;
}

interface Row {
  begins: number;
  ends: number;
  text: string;
}

/** Lines in paragraphs, as one reads and not as one watches. */
export function toParagraphs(rows: readonly Row[]): SaidParagraph[] {
  const paragraphs: SaidParagraph[] = [];
  let [length, ended, last] = [0, false, -Infinity];
  let before = -1;
  for (const { begins, ends, text } of rows) {
    const second = Math.floor(begins / 1000);
    const line = { second, isAnchor: second !== before, text };
    const breaks =
      begins - last > pauseMs || (ended && length >= softLength) || length + text.length > hardLength;
    if (breaks || paragraphs.length === 0) {
      paragraphs.push({ second, lines: [line] });
      length = 0;
    } else paragraphs.at(-1)!.lines.push(line);
    length += text.length;
    ended = /[.!?…]["»”)]?$/.test(text);
    last = Math.max(begins, ends);
    before = second;
  }
  return paragraphs;
}

/** Notes what a page of captions is made from. */
async function noteReads(ctx: Ctx, sessionId: string): Promise<void> {
  const state = (await findStage(ctx, sessionId))?.state;
  const isOn = state === 'live' || state === 'backstage';
  reads(ctx, topicOf(sessionId), isOn ? new Date(ctx.now().getTime() + freshMs) : undefined);
}

/** In which languages a session was captioned, for everybody; of one the caller has seen to be public. */
export async function listSaid(ctx: Ctx, sessionId: string): Promise<SaidLanguage[]> {
  await noteReads(ctx, sessionId);
  const rows = await ctx.db
    .selectFrom('live.caption')
    .select((eb) => ['lang', eb.fn.countAll<string>().as('lines'), eb.fn.max('begins').as('until')])
    .where('session_id', '=', sessionId)
    .where('text', '<>', '')
    .groupBy('lang')
    .orderBy('lang')
    .execute();
  return rows.map(({ lang, lines, until }) => ({
    lang,
    lines: Number(lines),
    until: Math.floor(Number(until) / 1000),
  }));
}

/**
 * Captions of one language as a text to read: as they stand after all corrections, without lines that were taken away.
 * A part that is not there becomes the nearest one. Refuses `not_found` where no such session is public or nothing can
 * be captioned in that language.
 */
export async function getSaid(
  ctx: Ctx,
  sessionId: string,
  lang: string,
  asked: number,
  most?: number,
): Promise<Said> {
  const session = await congress.getSession(ctx, sessionId);
  await noteReads(ctx, session.id);
  await needLanguage(ctx, session.id, lang);
  const all = ctx.db
    .selectFrom('live.caption')
    .where('session_id', '=', session.id)
    .where('lang', '=', lang)
    .where('text', '<>', '');
  const { until } = await all.select((eb) => eb.fn.max('begins').as('until')).executeTakeFirstOrThrow();
  const parts = Math.floor(Number(until ?? 0) / partMs) + 1;
  const part = Math.min(parts, Math.max(1, Math.trunc(asked) || 1));
  const rows = await all
    .select(['begins', 'ends', 'text'])
    .where('begins', '>=', (part - 1) * partMs)
    .where('begins', '<', part * partMs)
    .orderBy('begins')
    .orderBy('seq')
    .$if(most !== undefined, (query) => query.limit(most!))
    .execute();
  return { lang, part, parts, paragraphs: toParagraphs(rows) };
}

/** The second of the first line from `second` on; undefined when nothing was captioned after it. */
export async function findSaidFrom(
  ctx: Ctx,
  sessionId: string,
  lang: string,
  second: number,
): Promise<number | undefined> {
  await noteReads(ctx, sessionId);
  const row = await ctx.db
    .selectFrom('live.caption')
    .select((eb) => eb.fn.min('begins').as('begins'))
    .where('session_id', '=', sessionId)
    .where('lang', '=', lang)
    .where('text', '<>', '')
    .where('begins', '>=', second * 1000)
    .executeTakeFirstOrThrow();
  return row.begins === null ? undefined : Math.floor(Number(row.begins) / 1000);
}
