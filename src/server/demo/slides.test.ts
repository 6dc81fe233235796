import { expect, test } from 'vitest';
import { demoSlides } from './slides.ts';

test('the demo’s deck is a PDF in each language', async () => {
  for (const lang of ['be', 'ru', 'en'] as const) {
    const pdf = (await demoSlides(lang)).toString('latin1');
    expect(pdf.slice(0, 5)).toBe('%PDF-');
    expect(pdf.trimEnd().slice(-5)).toBe('%%EOF');
  }
});
