/** A picture in planes: full luma, then two quarters of colour. */
export interface Plane420 {
  data: Uint8Array;
  width: number;
  height: number;
  /** Quarter turns clockwise until it stands upright. */
  turns: 0 | 1 | 2 | 3;
}

interface Map2 {
  /** For each column and row of the fitted area: where it is read. */
  x: Int32Array;
  y: Int32Array;
}

/** Fixed-point places, 8 bits behind the point, of `to` pixels over `from`. */
function places(from: number, to: number): Int32Array {
  return Int32Array.from({ length: to }, (_, at) =>
    Math.max(0, Math.min((from - 1) << 8, Math.round((((at + 0.5) * from) / to - 0.5) * 256))),
  );
}

/**
 * Fits pictures of any size into one size, upright and undistorted, on black. What changes is the size of the source; the
 * tables for it are made when it does.
 */
export function makeScaler(width: number, height: number): (from: Plane420, to: Uint8Array) => void {
  let shape = '';
  let luma: Map2 = { x: new Int32Array(0), y: new Int32Array(0) };
  let chroma = luma;
  let box = { x: 0, y: 0, width, height };
  const prepare = ({ width: w, height: h, turns }: Plane420): void => {
    const [upW, upH] = turns % 2 ? [h, w] : [w, h];
    const ratio = Math.min(width / upW, height / upH);
    // Even everywhere, for the colours have half the places.
    const even = (value: number): number => Math.max(2, Math.round(value / 2) * 2);
    const [boxW, boxH] = [Math.min(width, even(upW * ratio)), Math.min(height, even(upH * ratio))];
    box = { x: ((width - boxW) >> 2) << 1, y: ((height - boxH) >> 2) << 1, width: boxW, height: boxH };
    luma = { x: places(upW, boxW), y: places(upH, boxH) };
    chroma = { x: places((upW + 1) >> 1, boxW >> 1), y: places((upH + 1) >> 1, boxH >> 1) };
  };

  return (from, to) => {
    const { data, width: w, height: h, turns } = from;
    const [cw, ch] = [(w + 1) >> 1, (h + 1) >> 1];
    const fresh = `${w} ${h} ${turns}`;
    const isFull = (): boolean => box.width === width && box.height === height;
    if (fresh !== shape) {
      shape = fresh;
      prepare(from);
    }
    const whole = width * height;
    if (!isFull()) {
      to.fill(16, 0, whole);
      to.fill(128, whole);
    }
    copy(data, 0, w, h, turns, luma, to, box.y * width + box.x, width);
    const [halfW, at] = [width >> 1, (box.y >> 1) * (width >> 1) + (box.x >> 1)];
    copy(data, w * h, cw, ch, turns, chroma, to, whole + at, halfW);
    copy(data, w * h + cw * ch, cw, ch, turns, chroma, to, whole + whole / 4 + at, halfW);
  };
}

/** One plane, between four neighbours; the nearest one alone where it is turned, which only telephones are. */
function copy(
  data: Uint8Array,
  offset: number,
  w: number,
  h: number,
  turns: number,
  { x, y }: Map2,
  to: Uint8Array,
  start: number,
  stride: number,
): void {
  const columns = x.length;
  for (let row = 0; row < y.length; row += 1) {
    const out = start + row * stride;
    const py = y[row]!;
    const y0 = py >> 8;
    if (turns > 0) {
      for (let column = 0; column < columns; column += 1) {
        const x0 = x[column]! >> 8;
        const [sx, sy] =
          turns === 1 ? [y0, h - 1 - x0] : turns === 2 ? [w - 1 - x0, h - 1 - y0] : [w - 1 - y0, x0];
        to[out + column] = data[offset + sy * w + sx]!;
      }
      continue;
    }
    const fy = py & 255;
    const upper = offset + y0 * w;
    const lower = y0 + 1 < h ? upper + w : upper;
    for (let column = 0; column < columns; column += 1) {
      const px = x[column]!;
      const x0 = px >> 8;
      const fx = px & 255;
      const x1 = x0 + 1 < w ? x0 + 1 : x0;
      const top = data[upper + x0]! * (256 - fx) + data[upper + x1]! * fx;
      const bottom = data[lower + x0]! * (256 - fx) + data[lower + x1]! * fx;
      to[out + column] = (top * (256 - fy) + bottom * fy + 32768) >> 16;
    }
  }
}
