/** A part of the take that is in the recording: milliseconds of the take, and where it begins in the recording. */
export interface Piece {
  from: number;
  to: number;
  at: number;
}

/** Where a moment of the take is in the recording; undefined: it was cut off. Without pieces a file is its own time. */
export function toRecording(pieces: readonly Piece[] | undefined, ms: number): number | undefined {
  if (!pieces) return ms;
  const piece = pieces.find((one) => ms >= one.from && ms < one.to);
  return piece && Math.round(piece.at + ms - piece.from);
}

/** Where something that lasts is in the recording: what of it is left, or nothing. */
export function spanToRecording(
  pieces: readonly Piece[] | undefined,
  from: number,
  to: number,
): { from: number; to: number } | undefined {
  if (!pieces) return { from, to };
  const left = pieces.flatMap((piece) => {
    const [begins, ends] = [Math.max(from, piece.from), Math.min(Math.max(to, from + 1), piece.to)];
    return begins < ends ? [{ from: piece.at + begins - piece.from, to: piece.at + ends - piece.from }] : [];
  });
  const [first, last] = [left[0], left.at(-1)];
  return first && last && { from: Math.round(first.from), to: Math.round(last.to) };
}

/** How long the recording is. */
export const lengthOf = (pieces: readonly Piece[]): number =>
  Math.max(0, ...pieces.map((piece) => piece.at + piece.to - piece.from));

export interface Timed {
  from: number;
  to: number;
}

/** Two stretches of sound nearer than this are one: an encoder was begun anew, and the pause is silence. */
const joinedMs = 1500;

/** What of the take there is, as whole parts with the times in which no bot ran between them. */
export function wholeParts(stretches: readonly Timed[]): Timed[] {
  const parts: Timed[] = [];
  for (const { from, to } of stretches.toSorted((a, b) => a.from - b.from)) {
    const last = parts.at(-1);
    if (last && from - last.to < joinedMs) last.to = Math.max(last.to, to);
    else parts.push({ from: Math.max(0, from), to });
  }
  return parts;
}

/** How much waiting is cut off at an end at most, and what is left before the first word and after the last. */
const mostTrimmedMs = 20 * 60_000;
const [leadMs, tailMs] = [1500, 2500];

/** From the first word to the last, within bounds; marks of the organisers go before what was heard. */
export function trimmed(
  parts: readonly Timed[],
  silences: readonly Timed[],
  marks: { from?: number; to?: number } = {},
): Timed {
  const [begin, end] = [parts[0]!.from, parts.at(-1)!.to];
  const before = silences.find((one) => one.from <= begin + 300);
  const after = silences.findLast((one) => one.to >= end - 300);
  const isAllSilent = before !== undefined && before.to >= end - 300;
  const first = before && !isAllSilent ? before.to - leadMs : begin;
  const last = after && !isAllSilent ? after.from + tailMs : end;
  const from = marks.from ?? Math.min(Math.max(first, begin), begin + mostTrimmedMs);
  const to = marks.to ?? Math.max(Math.min(last, end), end - mostTrimmedMs);
  return to - from >= 1000 ? { from, to } : { from: begin, to: end };
}

/** The parts within a span, one after another from `at` on; with a picture each begins and ends with a fragment of it. */
export function toPieces(
  parts: readonly Timed[],
  span: Timed,
  picture: readonly Timed[],
  at: number,
): Piece[] {
  const pieces: Piece[] = [];
  for (const part of parts) {
    let [from, to] = [Math.max(part.from, span.from), Math.min(part.to, span.to)];
    if (to - from < 500) continue;
    const own = picture.filter((one) => one.from >= part.from - 50 && one.to <= part.to + 500);
    // Down to the key frame before: a picture can be cut nowhere else without being encoded anew.
    const first = own.findLast((one) => one.from <= from + 1);
    if (first && first.to > from) from = first.from;
    const last = own.find((one) => one.to >= to - 1);
    if (last && last.from < to) to = last.to;
    const before = pieces.at(-1);
    pieces.push({ from, to, at: before ? before.at + before.to - before.from : at });
  }
  return pieces;
}
