import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { hueFor, HUES, isMotifKind, motifSvg, weave } from './index.ts';
import { distance, farApart, sheet, slotCloth } from './slots.ts';
import type { Cloth, MotifKind } from './index.ts';

const KINDS: MotifKind[] = ['person', 'group', 'theme', 'event'];
const ids = Array.from({ length: 500 }, (_, i) => `k${(i * 2654435761) >>> 0}`);
const count = (cloth: Cloth): number => cloth.flat().filter((cell) => cell > 0).length;

describe.each(KINDS)('the cloth of a %s', (kind) => {
  const cloths = ids.slice(0, 120).map((id) => weave(id, kind));

  test('is the same for the same id', () => {
    expect(ids.slice(0, 120).map((id) => weave(id, kind))).toEqual(cloths);
  });

  test('has eightfold symmetry', () => {
    for (const cloth of cloths) {
      for (let y = 0; y < 11; y++) {
        for (let x = 0; x < 11; x++) {
          const cell = cloth[y]?.[x];
          expect([cloth[10 - y]?.[x], cloth[y]?.[10 - x], cloth[x]?.[y]]).toEqual([cell, cell, cell]);
        }
      }
    }
  });

  test('is neither thin nor solid, and touches the edge', () => {
    for (const cloth of cloths) {
      const share = count(cloth) / 121;
      expect(share).toBeGreaterThanOrEqual(kind === 'person' ? 0.34 : 0.42);
      expect(share).toBeLessThanOrEqual(0.62);
      expect(cloth[0]?.some((cell) => cell > 0)).toBe(true);
    }
  });

  test('is a picture of at most 1.3 KB without anything that could run', () => {
    for (const id of ids.slice(0, 120)) {
      const svg = motifSvg(kind, id);
      expect(svg.length).toBeLessThanOrEqual(1300);
      expect(svg).not.toMatch(/script|href|on\w+=/);
    }
  });

  test('differs between 500 ids', () => {
    expect(new Set(ids.map((id) => motifSvg(kind, id))).size).toBe(500);
  });
});

test('a person has no horns, ears or legs: the outer row is one run in the middle', () => {
  for (const id of ids) {
    const top =
      weave(id, 'person')[0]
        ?.map((cell) => (cell > 0 ? 'x' : ' '))
        .join('')
        .trim() ?? '';
    expect(top).toMatch(/^x+$/);
    expect(top.length).toBeLessThanOrEqual(5);
  }
});

test('an id that was never thought of still has a motif', () => {
  for (const id of ['', '\u0000', 'Бусел', '../../etc/passwd', 'x'.repeat(10_000)]) {
    expect(count(weave(id, 'person'))).toBeGreaterThan(0);
  }
});

describe('the twenty themes', () => {
  const twenty = Array.from({ length: 20 }, (_, i) => slotCloth(i + 1));

  test('differ from each other in at least a quarter of the cells', () => {
    for (const [i, a] of twenty.entries()) {
      for (const b of twenty.slice(i + 1)) expect(distance(a, b)).toBeGreaterThanOrEqual(30);
    }
  });

  test('are the ones the search finds', () => {
    expect(farApart().map((seed) => weave(`slot ${seed}`, 'theme'))).toEqual(twenty);
  });

  test('have the colours of the stylesheet', () => {
    const css = readFileSync(new URL('../ui/css/themes.css', import.meta.url), 'utf8').replace(/\s+/g, ' ');
    HUES.forEach(([light, dark], slot) => {
      expect(css).toContain(`.t${slot + 1} { --hue: ${light};`);
      expect(css).toContain(`.t${slot + 1} { --hue: ${dark};`);
    });
  });

  test('stand in the sheet as drawn (run scripts/motifs.ts after a change)', () => {
    expect(readFileSync(new URL('../ui/css/themes.svg', import.meta.url), 'utf8')).toBe(sheet());
  });
});

test('a hue for any id is one of the twenty', () => {
  expect(new Set(ids.map(hueFor)).size).toBe(20);
  expect(ids.every((id) => hueFor(id) >= 1 && hueFor(id) <= 20)).toBe(true);
});

test('only the four kinds are kinds', () => {
  expect(KINDS.every(isMotifKind)).toBe(true);
  expect(['', 'Person', 'toString', '__proto__'].some(isMotifKind)).toBe(false);
});
