import { encode } from 'uqr';

export interface ShownTicket {
  code: string;
  state: 'in' | 'waiting';
  /** One path of a square code, and how many modules wide it is. */
  square: { path: string; size: number };
}

/** A square code as one SVG path: no style, no script, nothing that a strict policy would refuse. */
export function drawSquare(text: string): { path: string; size: number } {
  const { data, size } = encode(text, { ecc: 'M', border: 2 });
  let path = '';
  for (const [y, row] of data.entries()) {
    for (let x = 0; x < size; x += 1) {
      if (!row[x]) continue;
      let width = 1;
      while (row[x + width]) width += 1;
      path += `M${x} ${y}h${width}v1h-${width}z`;
      x += width;
    }
  }
  return { path, size };
}

/** The code stands after the `#`, which no browser sends to a server. */
export const showTicket = (
  code: string,
  state: 'in' | 'waiting',
  origin: string,
  lang: string,
): ShownTicket => ({ code, state, square: drawSquare(`${origin}/${lang}/ticket#${code}`) });
