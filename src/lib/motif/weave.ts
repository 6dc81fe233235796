/**
 * The woven motif: a cloth of 11 × 11 cells made from an id, always the same for the same id.
 * Eightfold symmetry (mirrors included, so no hooked or turning cross can appear) leaves 21 free places,
 * named by m = max(|x|, |y|) and n = min(|x|, |y|). They are woven ring by ring from the heart: a ring is m + n.
 */
import type { MotifKind } from '../ui/shapes.ts';

/** Rows of cells: 0 bare, 1 first thread, 2 second thread. */
export type Cloth = readonly (readonly number[])[];

export const SIDE = 11;
const HALF = 5;

type Stitch = (m: number, n: number) => boolean;

const bare: Stitch = () => false;
const full: Stitch = () => true;
const tips: Stitch = (_m, n) => n === 0;
const middle: Stitch = (m, n) => m - n <= 1;
const even: Stitch = (_m, n) => n % 2 === 0;
const odd: Stitch = (_m, n) => n % 2 === 1;
const sides: Stitch = (_m, n) => n > 0;
const edge: Stitch = (m) => m === HALF;
const inner: Stitch = (m) => m < HALF;

const ANY = [full, full, bare, tips, middle, even, odd, sides];

/** Stitches each ring may take, heart outward; the silhouette of the kind comes from the outer ones. */
const PATTERNS: Record<MotifKind, readonly (readonly Stitch[])[]> = {
  // a lozenge: the outer rings stay bare
  person: [
    [full, bare],
    [full, bare],
    ANY,
    ANY,
    ANY,
    ANY,
    [bare, edge, middle, even, odd, full, inner],
    [bare, inner, edge, full],
    [bare, bare, inner],
    [bare],
    [bare],
  ],
  // a square: the corners are woven
  group: [
    [full, bare],
    [full, bare],
    ANY,
    ANY,
    ANY,
    ANY,
    ANY,
    [full, edge, inner, bare],
    [full, edge, inner],
    [full, full, bare],
    [full],
  ],
  // a star or a rosette
  theme: [
    [full, bare],
    [full, bare],
    ANY,
    ANY,
    ANY,
    [full, tips, odd, even, middle, sides],
    [full, bare, middle, edge, odd, even],
    [full, bare, edge, inner],
    [full, bare, edge, middle],
    [bare, bare, full],
    [bare, full],
  ],
  event: [
    [full, bare],
    [bare, full],
    ANY,
    ANY,
    ANY,
    ANY,
    ANY,
    [full, edge, inner, bare],
    [full, edge, bare],
    [full, bare],
    [full, bare],
  ],
};

/** A stream of numbers in [0, 1) from a text: FNV-1a for the seed, mulberry32 for the stream. */
function stream(text: string): () => number {
  let h = 0x811c9dc5;
  for (const ch of text) h = Math.imul(h ^ (ch.codePointAt(0) ?? 0), 0x01000193);
  let state = h >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The cloth of an id. Tries counters in turn until one passes the weaver's eye. */
export function weave(seed: string, kind: MotifKind): Cloth {
  for (let counter = 0; counter < 5000; counter++) {
    const cloth = attempt(stream(`${kind}\u0000${seed}\u0000${counter}`), kind);
    if (accepts(cloth, kind)) return cloth;
  }
  throw new Error(`no ${kind} motif in 5000 tries`);
}

function attempt(next: () => number, kind: MotifKind): Cloth {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
  const rings = PATTERNS[kind].map((list) => pick(list));
  const second = new Map<number, Stitch>();
  if (next() < (kind === 'person' ? 0.97 : 0.8)) {
    const from = Math.floor(next() * 7);
    const count = 1 + Math.floor(next() * 4);
    for (let d = from; d < from + count; d++)
      second.set(d, pick([full, bare, tips, sides, odd, even, middle]));
  }
  return Array.from({ length: SIDE }, (_, row) =>
    Array.from({ length: SIDE }, (_, column) => {
      const x = Math.abs(column - HALF);
      const y = Math.abs(row - HALF);
      const [m, n] = [Math.max(x, y), Math.min(x, y)];
      if (!rings[m + n]?.(m, n)) return 0;
      return second.get(m + n)?.(m, n) ? 2 : 1;
    }),
  );
}

/** The weaver's eye: what is too thin, too solid, torn, or looks like a creature is woven again. */
export function accepts(cloth: Cloth, kind: MotifKind): boolean {
  const at = (x: number, y: number): number => cloth[y]?.[x] ?? 0;
  let [filled, second, lone, torn, solid, edgeCells] = [0, 0, 0, 0, 0, 0];
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      if (at(x, y) === 0) continue;
      filled++;
      if (at(x, y) === 2) second++;
      const side = at(x - 1, y) || at(x + 1, y) || at(x, y - 1) || at(x, y + 1);
      const corner = at(x - 1, y - 1) || at(x + 1, y + 1) || at(x + 1, y - 1) || at(x - 1, y + 1);
      if (!side) torn++;
      if (!side && !corner) lone++;
      if (x === 0 || y === 0 || x === SIDE - 1 || y === SIDE - 1) edgeCells++;
      let block = true;
      for (let dy = -1; dy <= 1; dy++)
        for (let dx = -1; dx <= 1; dx++) if (!at(x + dx, y + dy)) block = false;
      if (block) solid++;
    }
  }
  const share = filled / SIDE ** 2;
  // the edge is asked of all but the heart cell alone, which is a seed and not a lone stitch
  const heartAlone = at(HALF, HALF) > 0 && !at(HALF, HALF - 1) && !at(HALF - 1, HALF - 1);
  if (lone > (heartAlone ? 1 : 0)) return false;
  if (share > 0.62 || share < (kind === 'person' ? 0.34 : 0.42)) return false;
  if (solid > 9 || edgeCells < 4 || torn >= filled * 0.45) return false;
  if (second > 0 && (second < 4 || second > filled / 2)) return false;
  // one colour alone gives too few people's cloths: nearly every one takes the second thread
  if (kind === 'person' && second === 0 && share < 0.5) return false;
  if (ringedCross(cloth)) return false;
  return kind !== 'person' || calm(cloth);
}

/** Bare arms inside a ring read as somebody's ready-made sign, whatever was meant. */
function ringedCross(cloth: Cloth): boolean {
  const place = (m: number, n: number): number => cloth[HALF - m]?.[HALF + n] ?? 0;
  const arms = (thread: (cell: number) => boolean): boolean =>
    [1, 2, 3].every((m) => thread(place(m, 0))) && [2, 3].every((m) => !thread(place(m, 1)));
  return (
    arms((cell) => cell > 0) ||
    arms((cell) => cell === 1) ||
    arms((cell) => cell === 2) ||
    arms((cell) => cell === 0)
  );
}

/**
 * A person's cloth must not look like a creature. Horns, ears and legs are cells standing apart on an outer row,
 * so every outer row is one unbroken run, and rows only widen towards the middle; a full ring holds the heart.
 */
function calm(cloth: Cloth): boolean {
  const place = (m: number, n: number): boolean => (cloth[HALF - m]?.[HALF + n] ?? 0) > 0;
  const reach = (m: number): number => {
    for (let n = HALF; n >= 0; n--) if (place(Math.max(m, n), Math.min(m, n))) return n;
    return -1;
  };
  const widths = [5, 4, 3, 2].map(reach);
  if (widths.some((width, i) => i > 0 && width < (widths[i - 1] ?? -1))) return false;
  for (let n = 0; n <= (widths[0] ?? -1); n++) if (!place(HALF, n)) return false;
  for (let n = 1; n < (widths[1] ?? -1); n++) if (!place(4, n) && !place(4, n - 1)) return false;
  if ((widths[0] ?? -1) < 0 || (widths[0] ?? 0) > 2 || (widths[1] ?? 0) > 3) return false;
  return [3, 4, 5].some((d) => {
    for (let n = Math.max(0, d - HALF); n <= d / 2; n++) if (!place(d - n, n)) return false;
    return true;
  });
}
