import { weave, type Cloth } from '../../../lib/motif/weave.ts';

export const width = 640;
export const height = 360;
const cell = 32;
const columns = width / cell;
const rows = Math.ceil(height / cell);

interface Yuv {
  y: number;
  u: number;
  v: number;
}

const yuv = (hex: string): Yuv => {
  const [r, g, b] = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)) as [number, number, number];
  return {
    y: 16 + (66 * r + 129 * g + 25 * b) / 256,
    u: 128 + (-38 * r - 74 * g + 112 * b) / 256,
    v: 128 + (112 * r - 94 * g - 18 * b) / 256,
  };
};

/** Ground of the stage, linen, cranberry on dark. */
const threads = ['#191b21', '#eceae4', '#c2395f'].map(yuv);
const shuttle = yuv('#f58aa3');

/**
 * A cloth being woven, one cell a frame: one I420 picture is kept and only what changes is drawn, which costs next to
 * nothing. When the cloth is full the next one is woven over it.
 */
export function makeFilm(seed: string): { picture: Uint8Array; next(): void } {
  const luma = width * height;
  const chroma = luma / 4;
  const picture = new Uint8Array(luma + 2 * chroma);
  fill(picture, luma, chroma);
  let count = 0;
  let number = 0;
  let cloth: Cloth = weave(`${seed}.${number}`, 'theme');

  const stitch = (column: number, row: number, thread: Yuv | undefined, ground: Yuv): void => {
    for (let dy = 0; dy < cell; dy++) {
      const y = row * cell + dy;
      if (y >= height) return;
      for (let dx = 0; dx < cell; dx++) {
        // A cross of two diagonal bands, as in cross-stitch.
        const near = Math.min(Math.abs(dx - dy), Math.abs(dx + dy - cell + 1));
        const inside = thread !== undefined && near < 6 && dx > 1 && dy > 1 && dx < cell - 2 && dy < cell - 2;
        const colour = inside ? thread : ground;
        const x = column * cell + dx;
        picture[y * width + x] = colour.y;
        if (dy % 2 === 0 && dx % 2 === 0) {
          const at = luma + (y / 2) * (width / 2) + x / 2;
          picture[at] = colour.u;
          picture[at + chroma] = colour.v;
        }
      }
    }
  };
  const at = (index: number): [number, number] => {
    const row = Math.floor(index / columns);
    // Back and forth, as a shuttle goes.
    const column = row % 2 === 0 ? index % columns : columns - 1 - (index % columns);
    return [column, row];
  };
  const threadAt = (column: number, row: number): Yuv | undefined => {
    const kind = cloth[row % 11]?.[(column + 1) % 11] ?? 0;
    return kind > 0 ? threads[kind] : undefined;
  };
  return {
    picture,
    next: () => {
      const total = columns * rows;
      const [column, row] = at(count % total);
      stitch(column, row, threadAt(column, row), threads[0]!);
      count++;
      if (count % total === 0) cloth = weave(`${seed}.${++number}`, 'theme');
      const [ahead, below] = at(count % total);
      stitch(ahead, below, shuttle, threads[0]!);
    },
  };
}

function fill(picture: Uint8Array, luma: number, chroma: number): void {
  const ground = threads[0]!;
  picture.fill(ground.y, 0, luma);
  picture.fill(ground.u, luma, luma + chroma);
  picture.fill(ground.v, luma + chroma);
}
