import { HUES } from './hues.ts';
import type { Cloth } from './weave.ts';

export interface MotifLook {
  /** Theme hue by slot, 1 to 20. */
  hue: number;
  /** Colour of the second thread: ink beside a person's or a group's hue, grey beside a theme's, the accent for an event. */
  second: 'ink' | 'grey' | 'accent';
  /** For a stage, dark in both schemes; otherwise the file follows the reader's scheme. */
  dark?: boolean;
  /** The operator's accent, light and dark. */
  accent?: readonly [string, string];
}

const SECOND = {
  ink: ['#1b1d22', '#eceae4'],
  grey: ['#97978d', '#7d8089'],
  accent: ['#a0133d', '#f58aa3'],
} as const;

/** A hue of the twenty by any whole number. */
export function hueOf(slot: number): readonly [light: string, dark: string] {
  return HUES[(((Math.trunc(slot) - 1) % HUES.length) + HUES.length) % HUES.length] ?? ['#1b1d22', '#eceae4'];
}

/** Cells of one thread as a path of strokes one cell wide: runs in a row are one stroke. */
export function strokes(cloth: Cloth, thread: number, down = 0): string {
  let path = '';
  cloth.forEach((row, y) => {
    for (let x = 0; x < row.length; x++) {
      if (row[x] !== thread) continue;
      const from = x;
      while (row[x + 1] === thread) x++;
      path += `M${from} ${y + down}h${x - from + 1}`;
    }
  });
  return path;
}

/**
 * A cloth as a picture of about 1 KB. Draw it at a multiple of 12 px: then a cell is whole pixels.
 * From 140 px up the same file shows its crosses, four to a cell.
 */
export function toSvg(cloth: Cloth, look: MotifLook): string {
  const [light, dark] = look.second === 'accent' ? SECOND.ink : hueOf(look.hue);
  const [light2, dark2] = (look.second === 'accent' ? look.accent : undefined) ?? SECOND[look.second];
  const two = cloth.some((row) => row.includes(2));
  const colours = (a: string, b: string): string => `.a,#x{stroke:${a}}${two ? `.b,#y{stroke:${b}}` : ''}`;
  const scheme = look.dark
    ? colours(dark, dark2)
    : `${colours(light, light2)}@media(prefers-color-scheme:dark){${colours(dark, dark2)}}`;
  const cross = (id: string): string =>
    `<pattern id="${id}" width=".5" height=".5" patternUnits="userSpaceOnUse"><path d="M.11.11l.28.28m0-.28l-.28.28" stroke-width=".17" stroke-linecap="round"/></pattern>`;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-.5 -1 12 12"><style>${scheme}` +
    `@media(min-width:140px){.a{stroke:url(#x)}${two ? '.b{stroke:url(#y)}' : ''}}</style>` +
    cross('x') +
    (two ? cross('y') : '') +
    `<path class="a" d="${strokes(cloth, 1)}"/>` +
    (two ? `<path class="b" d="${strokes(cloth, 2)}"/>` : '') +
    '</svg>'
  );
}
