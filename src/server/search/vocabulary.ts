import { sql } from 'kysely';
import type { Ctx } from '#server/kernel';
import { soundOf } from './words/sound.ts';

/** Of a stem: in how many documents it stands, and as which word. */
export interface Line {
  stem: string;
  count: number;
  shown: string;
}
export type Lines = Map<string, Line>;

export function readLines(words: string): Lines {
  const lines: Lines = new Map();
  if (words === '') return lines;
  for (const line of words.split('\n')) {
    const [stem, count, shown] = line.split('\t') as [string, string, string];
    lines.set(stem, { stem, count: Number(count), shown });
  }
  return lines;
}

export const writeLines = (lines: Lines): string =>
  Array.from(lines.values(), ({ stem, count, shown }) => `${stem}\t${count}\t${shown}`).join('\n');

/** Takes the stems of documents that went, adds the words of those that came. */
export function mergeWords(lines: Lines, gone: string[][], come: Map<string, string>[]): void {
  for (const stems of gone)
    for (const stem of stems) {
      const line = lines.get(stem);
      if (line) line.count -= 1;
    }
  for (const words of come)
    for (const [stem, shown] of words) {
      const line = lines.get(stem);
      if (!line) lines.set(stem, { stem, count: 1, shown });
      else {
        // The word that went may have been the last of its shape: a living one takes its place, the shorter the better.
        if (line.count <= 0 || shown.length < line.shown.length) line.shown = shown;
        line.count += 1;
      }
    }
  for (const [stem, line] of lines) if (line.count <= 0) lines.delete(stem);
}

/** All stems that some audiences may see, ready to be asked. */
export interface Vocabulary {
  byStem: Lines;
  bySound: Map<string, Line[]>;
  /** Sounds by their first two letters. */
  starts: Map<string, string[]>;
  /** Sounds by their length, with the set of their letters as bits, for the search of typing mistakes. */
  lengths: { sounds: string[]; letters: Int32Array }[];
}

/** Lives in `ctx.app.parts.search`: vocabularies as last read. Public text only by version; nothing of any query. */
export interface SearchPart {
  groups: Map<string, { version: number; lines: Lines }>;
  merged: Map<string, { versions: string; vocabulary: Vocabulary }>;
}

const mostMerged = 16;

/** The vocabulary of what `audiences` may see, read anew where a group has changed. */
export async function readVocabulary(ctx: Ctx, audiences: string[]): Promise<Vocabulary> {
  const part = (ctx.app.parts.search as SearchPart | undefined) ?? { groups: new Map(), merged: new Map() };
  const now = await sql<{ group_name: string; audience: string; version: number }>`
    select group_name, audience, version from search.vocabulary
    where audience = any(${audiences}) order by audience, group_name`.execute(ctx.db);
  const key = audiences.join('\n');
  const versions = now.rows.map((row) => row.version).join(' ');
  const known = part.merged.get(key);
  if (known?.versions === versions) return known.vocabulary;
  const keyOf = (row: { group_name: string; audience: string }): string =>
    `${row.audience}\n${row.group_name}`;
  const stale = now.rows.filter((row) => part.groups.get(keyOf(row))?.version !== row.version);
  if (stale.length > 0) {
    const read = await sql<{ group_name: string; audience: string; words: string; version: number }>`
      select group_name, audience, words, version from search.vocabulary
      where version = any(${stale.map((row) => row.version)})`.execute(ctx.db);
    for (const row of read.rows)
      part.groups.set(keyOf(row), { version: row.version, lines: readLines(row.words) });
  }
  const vocabulary = merge(now.rows.flatMap((row) => part.groups.get(keyOf(row))?.lines ?? []));
  // Groups that are gone are forgotten when all are looked at.
  const present = new Set(now.rows.map(keyOf));
  for (const one of part.groups.keys())
    if (audiences.includes(one.split('\n', 1)[0]!) && !present.has(one)) part.groups.delete(one);
  if (part.merged.size >= mostMerged) part.merged.delete(part.merged.keys().next().value!);
  part.merged.set(key, { versions, vocabulary });
  return vocabulary;
}

/** Letters as bits of one number: two words one mistake apart differ in two of them at most. */
export function lettersOf(sound: string): number {
  let bits = 0;
  for (let at = 0; at < sound.length; at += 1) bits |= 1 << (sound.charCodeAt(at) & 31);
  return bits;
}

export function merge(groups: Lines[]): Vocabulary {
  const byStem: Lines = groups.length === 1 ? groups[0]! : new Map();
  if (groups.length > 1)
    for (const lines of groups)
      for (const line of lines.values()) {
        const same = byStem.get(line.stem);
        if (!same) byStem.set(line.stem, { ...line });
        else {
          if (line.shown.length < same.shown.length) same.shown = line.shown;
          same.count += line.count;
        }
      }
  const bySound = new Map<string, Line[]>();
  for (const line of byStem.values()) {
    const sound = soundOf(line.stem);
    const same = bySound.get(sound);
    if (same) same.push(line);
    else bySound.set(sound, [line]);
  }
  const lists: string[][] = [];
  const starts = new Map<string, string[]>();
  for (const sound of bySound.keys()) {
    (lists[sound.length] ??= []).push(sound);
    const start = sound.slice(0, 2);
    const same = starts.get(start);
    if (same) same.push(sound);
    else starts.set(start, [sound]);
  }
  const lengths = Array.from(lists, (sounds = []) => ({
    sounds,
    letters: Int32Array.from(sounds, lettersOf),
  }));
  return { byStem, bySound, starts, lengths };
}
