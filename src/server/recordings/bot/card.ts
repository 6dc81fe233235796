import { weave } from '../../../lib/motif/weave.ts';

/** Ground of the stage, linen, cranberry on dark, in luma and colours. */
const ground = [29, 130, 127] as const;
const threads = [
  [217, 126, 130],
  [92, 126, 187],
] as const;

/** The sign of a session, woven, for while nobody's picture is to be seen: I420. */
export function drawCard(width: number, height: number, seed: string): Uint8Array {
  const whole = width * height;
  const card = new Uint8Array((whole * 3) / 2);
  card.fill(ground[0], 0, whole);
  card.fill(ground[1], whole, (whole * 5) / 4);
  card.fill(ground[2], (whole * 5) / 4);
  const cloth = weave(seed, 'theme');
  const cell = Math.floor(height / (cloth.length + 6) / 2) * 2;
  const left = Math.floor((width - cell * cloth.length) / 4) * 2;
  const top = Math.floor((height - cell * cloth.length) / 4) * 2;
  cloth.forEach((cells, row) =>
    cells.forEach((kind, column) => {
      const thread = threads[kind - 1];
      if (!thread) return;
      for (let dy = 0; dy < cell; dy += 1)
        for (let dx = 0; dx < cell; dx += 1) {
          // A cross of two diagonal bands, as in cross-stitch.
          const near = Math.min(Math.abs(dx - dy), Math.abs(dx + dy - cell + 1));
          if (near > cell / 6) continue;
          const [x, y] = [left + column * cell + dx, top + row * cell + dy];
          card[y * width + x] = thread[0];
          const at = whole + (y >> 1) * (width >> 1) + (x >> 1);
          card[at] = thread[1];
          card[at + whole / 4] = thread[2];
        }
    }),
  );
  return card;
}
