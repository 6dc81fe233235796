import { describe, expect, test } from 'vitest';
import { drawCard } from './card.ts';
import { makeScaler, type Plane420 } from './scale.ts';

const [width, height] = [320, 180];

/** Left half dark, right half light; the upper left corner marked by a colour. */
function picture(w: number, h: number, turns: Plane420['turns'] = 0): Plane420 {
  const [cw, ch] = [(w + 1) >> 1, (h + 1) >> 1];
  const data = new Uint8Array(w * h + 2 * cw * ch).fill(128);
  for (let y = 0; y < h; y += 1) for (let x = 0; x < w; x += 1) data[y * w + x] = x < w / 2 ? 50 : 200;
  for (let y = 0; y < ch / 2; y += 1) for (let x = 0; x < cw / 2; x += 1) data[w * h + y * cw + x] = 220;
  return { data, width: w, height: h, turns };
}

const fit = (from: Plane420): { y(x: number, y: number): number; u(x: number, y: number): number } => {
  const to = new Uint8Array((width * height * 3) / 2);
  makeScaler(width, height)(from, to);
  return {
    y: (x, y) => to[y * width + x]!,
    u: (x, y) => to[width * height + (y >> 1) * (width >> 1) + (x >> 1)]!,
  };
};

describe('a picture of any size', () => {
  test.each([
    [640, 360],
    [1280, 720],
    [160, 90],
    [319, 181],
  ])('fills the place when it has its shape: %d × %d', (w, h) => {
    const at = fit(picture(w, h));
    expect([at.y(40, 90), at.y(280, 90)]).toEqual([50, 200]);
    expect([at.u(40, 40), at.u(280, 40), at.u(40, 150)]).toEqual([220, 128, 128]);
  });

  test('stands between black bars when it has another shape', () => {
    const at = fit(picture(90, 180));
    expect([at.y(10, 90), at.y(310, 90)]).toEqual([16, 16]);
    expect([at.y(130, 90), at.y(190, 90)]).toEqual([50, 200]);
  });

  test('stands upright however the telephone was held', () => {
    // Turned clockwise the dark left half is above, then on the right, then below.
    const once = fit(picture(320, 180, 1));
    expect([once.y(160, 20), once.y(160, 160)]).toEqual([50, 200]);
    expect(once.u(185, 20)).toBe(220);
    const twice = fit(picture(320, 180, 2));
    expect([twice.y(40, 90), twice.y(280, 90)]).toEqual([200, 50]);
    expect(twice.u(280, 150)).toBe(220);
    const thrice = fit(picture(320, 180, 3));
    expect([thrice.y(160, 20), thrice.y(160, 160)]).toEqual([200, 50]);
    expect(thrice.u(135, 160)).toBe(220);
  });

  test('changes its size in the middle of a stream', () => {
    const scale = makeScaler(width, height);
    const to = new Uint8Array((width * height * 3) / 2);
    for (const [w, h] of [
      [320, 180],
      [90, 180],
      [1280, 720],
    ] as const)
      scale(picture(w, h), to);
    expect(to[90 * width + 10]).toBe(50);
  });
});

test('the card has a sign in its middle, each session its own, and bare ground around it', () => {
  const card = drawCard(1280, 720, 'one');
  expect(card).toHaveLength(1280 * 720 * 1.5);
  const row = (y: number): Uint8Array => card.subarray(y * 1280, (y + 1) * 1280);
  expect(new Set(row(10)).size).toBe(1);
  expect(new Set(row(360)).size).toBeGreaterThan(1);
  expect(Buffer.compare(Buffer.from(card), Buffer.from(drawCard(1280, 720, 'two')))).not.toBe(0);
});
