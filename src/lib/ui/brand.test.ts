import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { accentOf, brandCss, contrast } from './brand.ts';

const colour = fc
  .tuple(fc.nat(255), fc.nat(255), fc.nat(255))
  .map((parts) => `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`);

describe('an operator’s accent', () => {
  test('reads on paper in both schemes, and its text reads on it, whatever is asked for', () => {
    fc.assert(
      fc.property(colour, (asked) => {
        const { light, dark } = accentOf(asked);
        expect(contrast(light, '#f7f7f3')).toBeGreaterThanOrEqual(7);
        expect(contrast(dark, '#15171c')).toBeGreaterThanOrEqual(7);
        const on = [...brandCss(asked).matchAll(/--on-accent-(?:light|dark):(#\w{6})/g)].map(
          (match) => match[1],
        );
        expect(contrast(light, on[0] ?? '')).toBeGreaterThanOrEqual(4.5);
        expect(contrast(dark, on[1] ?? '')).toBeGreaterThanOrEqual(4.5);
      }),
      { numRuns: 300 },
    );
  });

  test('that reads already is left as it is', () => {
    expect(accentOf('#a0133d', '#f58aa3')).toEqual({ light: '#a0133d', dark: '#f58aa3' });
  });

  test.each(['red', '#fff', '#a0133d;}body{display:none', '', 'url(//x)'])('is never %s', (asked) => {
    expect(() => brandCss(asked)).toThrow(TypeError);
  });
});
