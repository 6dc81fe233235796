import { weave } from './weave.ts';
import type { Cloth } from './weave.ts';
import { strokes } from './svg.ts';
import { HUES } from './hues.ts';

const GREY = ['#97978d', '#7d8089'] as const;
/** Seed of Veche's own sign. */
export const SIGN = 'veche 32';
const INK = ['#1b1d22', '#eceae4'] as const;
const CRANBERRY = ['#a0133d', '#f58aa3'] as const;

/** In how many of the 121 cells two cloths differ; the other thread counts for half. */
export function distance(a: Cloth, b: Cloth): number {
  let sum = 0;
  a.forEach((row, y) =>
    row.forEach((cell, x) => {
      const other = b[y]?.[x] ?? 0;
      if (cell !== other) sum += cell > 0 && other > 0 ? 0.5 : 1;
    }),
  );
  return sum;
}

/** Seeds of the twenty slots, found by `farApart` and kept, so that drawing one costs nothing. */
const SEEDS: readonly number[] = [
  0, 213, 75, 467, 51, 107, 156, 48, 305, 218, 147, 515, 550, 445, 62, 240, 559, 534, 413, 533,
];

/** The cloth of a theme's slot, 1 to 20; other numbers go round. */
export function slotCloth(slot: number): Cloth {
  const count = SEEDS.length;
  return weave(`slot ${SEEDS[(((slot - 1) % count) + count) % count]}`, 'theme');
}

/**
 * Twenty theme cloths as far apart as can be found: each next slot takes, of 600 candidates, the one whose nearest
 * neighbour among those chosen is farthest. Always the same twenty, in the same order.
 */
export function farApart(count = 20, candidates = 600): number[] {
  const pool = Array.from({ length: candidates }, (_, i) => weave(`slot ${i}`, 'theme'));
  const chosen = [0];
  const nearest = pool.map((cloth) => distance(cloth, pool[0] as Cloth));
  nearest[0] = -1;
  while (chosen.length < count) {
    const best = nearest.indexOf(Math.max(...nearest));
    chosen.push(best);
    pool.forEach((cloth, i) => {
      nearest[i] = i === best ? -1 : Math.min(nearest[i] ?? 0, distance(cloth, pool[best] as Cloth));
    });
  }
  return chosen;
}

/** All twenty slots in one column, and Veche's own sign under them: the only picture a programme needs (css/themes.svg, made by scripts/motifs.ts). */
export function sheet(): string {
  let light = '';
  let dark = '';
  let paths = '';
  HUES.forEach((_, slot) => {
    const cloth = slotCloth(slot + 1);
    const name = String.fromCharCode(97 + slot);
    light += `.${name}{stroke:${HUES[slot]?.[0]}}`;
    dark += `.${name}{stroke:${HUES[slot]?.[1]}}`;
    paths += `<path class="${name}" d="${strokes(cloth, 1, slot * 12)}"/>`;
    const second = strokes(cloth, 2, slot * 12);
    if (second !== '') paths += `<path d="${second}"/>`;
  });
  const sign = weave(SIGN, 'event');
  light += `.u{stroke:${INK[0]}}.v{stroke:${CRANBERRY[0]}}`;
  dark += `.u{stroke:${INK[1]}}.v{stroke:${CRANBERRY[1]}}`;
  paths += `<path class="u" d="${strokes(sign, 1, 240)}"/><path class="v" d="${strokes(sign, 2, 240)}"/>`;
  return (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-.5 -1 12 252" width="24" height="504">' +
    `<style>path{stroke:${GREY[0]}}${light}@media(prefers-color-scheme:dark){path{stroke:${GREY[1]}}${dark}}</style>${paths}</svg>\n`
  );
}
