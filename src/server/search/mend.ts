import { lettersOf, type Line, type Vocabulary } from './vocabulary.ts';
import { stopWords } from './words/stop-words.ts';

/** A stem as it may have been meant, and what speaks against it before any letter is changed. */
export interface Guess {
  sound: string;
  cost: number;
}

/** So many mistakes are forgiven in a stem of this length: short ones have too many neighbours. */
const forgiven = (length: number): number => (length < 4 ? 0 : length < 8 ? 1 : 2);

/**
 * The stems that are nearest to one of the guesses, when any is near enough: a letter dropped, doubled, swapped with the
 * next, or taken for another. The commoner first; at most three.
 */
export function findNear(vocabulary: Vocabulary, guesses: Guess[]): Line[] {
  let best = Infinity;
  let found: Line[] = [];
  const meet = (sound: string, cost: number): void => {
    if (cost > best) return;
    const lines = vocabulary.bySound.get(sound)!.filter((line) => !stopWords.has(line.shown));
    if (lines.length === 0) return;
    if (cost < best) found = [];
    best = cost;
    for (const line of lines) if (!found.includes(line)) found.push(line);
  };
  for (const { sound, cost } of guesses) if (vocabulary.bySound.has(sound)) meet(sound, cost);
  for (const { sound, cost } of guesses) {
    const most = Math.min(forgiven(sound.length), best - cost);
    if (most < 1) continue;
    const letters = lettersOf(sound);
    for (let length = Math.max(3, sound.length - most); length <= sound.length + most; length += 1) {
      const near = vocabulary.lengths[length];
      if (!near) continue;
      for (let at = 0; at < near.sounds.length; at += 1) {
        if (countBits(near.letters[at]! ^ letters) > 2 * most) continue;
        const other = near.sounds[at]!;
        const distance = distanceOf(sound, other, most);
        // Mistakes in the first letter are rare: it breaks ties.
        if (distance <= most) meet(other, cost + distance + (other[0] === sound[0] ? 0 : 0.1));
      }
    }
  }
  return found.sort((a, b) => b.count - a.count).slice(0, 3);
}

function countBits(bits: number): number {
  let left = bits - ((bits >>> 1) & 0x55555555);
  left = (left & 0x33333333) + ((left >>> 2) & 0x33333333);
  return (((left + (left >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}

/** Insertions, deletions, replacements and swaps of neighbours; stops counting beyond `most`. */
export function distanceOf(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1));
      if (!same && i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, before[j - 2]! + 1);
      row.push(cost);
      if (cost < least) least = cost;
    }
    if (least > most) return most + 1;
    before = last;
    last = row;
  }
  return last[b.length]!;
}
