import type { Words } from '#server/kernel';
import { toLatin } from '#server/themes';

export interface Candidate {
  id: string;
  title: Words;
  speakers: readonly string[];
  /** `2026-10-31`, where it stands in the programme. */
  day?: string;
  /** Its place in the programme, from one. */
  number?: number;
}

export interface Match {
  id: string;
  /** From 0 to 1. */
  sureness: number;
}

/** Words as file names of three decades write them: some with h and i and ts where others have g and j and c. */
const plain = (text: string): string[] =>
  toLatin(text.replace(/['’]/g, ''))
    .replace(/g/g, 'h')
    .replace(/j/g, 'i')
    .replace(/ts/g, 'c')
    .split(/[^a-z0-9]+/)
    .filter(Boolean);

function triples(words: readonly string[]): Set<string> {
  const found = new Set<string>();
  for (const word of words) {
    const padded = `_${word}_`;
    for (let at = 0; at + 3 <= padded.length; at += 1) found.add(padded.slice(at, at + 3));
  }
  return found;
}

/** How much of the smaller set stands in both, and how alike they are as a whole. */
function likeness(a: Set<string>, b: Set<string>): number {
  if (a.size === 0 || b.size === 0) return 0;
  let shared = 0;
  for (const one of a) if (b.has(one)) shared += 1;
  const [inside, alike] = [shared / Math.min(a.size, b.size), (2 * shared) / (a.size + b.size)];
  return Math.min(a.size, b.size) < 8 ? alike : 0.6 * inside + 0.4 * alike;
}

/** The day that a file name says: 2026-10-31, 20261031, 31.10.2026. */
export function dayOf(name: string): string | undefined {
  const found =
    /(?<!\d)(?<y>(?:19|20)\d\d)[-_. ]?(?<m>[01]\d)[-_. ]?(?<d>[0-3]\d)(?!\d)/.exec(name) ??
    /(?<!\d)(?<d>[0-3]?\d)[-_.](?<m>[01]?\d)[-_.](?<y>(?:19|20)\d\d)(?!\d)/.exec(name);
  if (!found?.groups) return undefined;
  const { y, m, d } = found.groups as Record<'y' | 'm' | 'd', string>;
  const day = `${y}-${m.padStart(2, '0')}-${d.padStart(2, '0')}`;
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day) ? day : undefined;
}

const withoutEnding = (name: string): string => name.replace(/\.[a-z0-9]{2,5}$/i, '');

/** A name as a title: without its ending, its number and underscores. */
export const titleOf = (name: string): string =>
  withoutEnding(name)
    .replace(/^\s*\d{1,3}\s*[-_.)]\s*/, '')
    .replace(/_+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 200) || name;

/**
 * The session that a file is most likely of: by its title in any language and alphabet, by its speakers, by its day, by its
 * number. Undefined where none stands out.
 */
export function matchName(name: string, candidates: readonly Candidate[]): Match | undefined {
  const day = dayOf(name);
  const bare = withoutEnding(name).replace(/(?:19|20)\d\d[-_. ]?[01]\d[-_. ]?[0-3]\d/g, ' ');
  const words = plain(bare);
  const letters = words.filter((word) => !/^\d+$/.test(word));
  const numbers = new Set(words.filter((word) => /^\d{1,3}$/.test(word)).map(Number));
  const asked = triples(letters);
  const scored = candidates.map((one) => {
    const title = Math.max(
      0,
      ...Object.values(one.title).map((text) => likeness(asked, triples(plain(text ?? '')))),
    );
    const surnames = one.speakers.flatMap((speaker) => plain(speaker).filter((word) => word.length > 3));
    const named = surnames.filter((surname) => letters.includes(surname)).length;
    const isOther = day !== undefined && one.day !== undefined && day !== one.day;
    const score =
      Math.min(1, title + (named > 0 ? 0.35 : 0)) +
      (day !== undefined && day === one.day ? 0.1 : 0) +
      (one.number !== undefined && numbers.has(one.number) ? 0.12 : 0) -
      (isOther ? 0.3 : 0);
    return { id: one.id, score };
  });
  scored.sort((a, b) => b.score - a.score);
  const [best, next] = scored;
  if (!best) return undefined;
  // A bare number is enough where the name says nothing else: `03.mp4`.
  const least = letters.length === 0 ? 0.1 : 0.45;
  if (best.score < least || best.score - (next?.score ?? 0) < 0.08) return undefined;
  return { id: best.id, sureness: Math.min(1, best.score) };
}
