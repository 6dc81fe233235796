/** Seconds of voice that two hands read from in turn: long enough for a low voice's wave, short enough for a conversation. */
const windowSeconds = 0.06;

/**
 * Shifts a voice: pitch and formants together, by `ratio` (1: unchanged), swaying a little, so that no single number turns
 * it back. Two hands run through a ring of the newest samples at another speed and fade into each other where they jump.
 * Answers a function that fills `out` from `input`, sample by sample.
 */
export function shiftVoice(
  rate: number,
  ratio: () => number,
): (input: Float32Array, out: Float32Array) => void {
  const span = Math.round(rate * windowSeconds);
  const ring = new Float32Array(span * 2);
  let at = 0;
  /** How far behind the newest sample the first hand reads, as a part of the span. */
  let phase = 0;
  const read = (delay: number): number => {
    const place = at - 1 - delay + ring.length * 2;
    const before = Math.floor(place);
    const part = place - before;
    const one = ring[before % ring.length]!;
    return one + (ring[(before + 1) % ring.length]! - one) * part;
  };
  return (input, out) => {
    for (let i = 0; i < out.length; i++) {
      ring[at % ring.length] = input[i] ?? 0;
      at = (at + 1) % ring.length;
      phase += (1 - ratio()) / span;
      phase -= Math.floor(phase);
      const other = (phase + 0.5) % 1;
      // sin² and cos²: the two always add up to one.
      const weight = Math.sin(Math.PI * phase) ** 2;
      out[i] = read(phase * (span - 2)) * weight + read(other * (span - 2)) * (1 - weight);
    }
  };
}

/**
 * A ratio for one visit: clearly lower or clearly higher, drawn anew each time, swaying by two in a hundred over some
 * seconds. `random` answers 0 to 1.
 */
export function drawRatio(random: () => number, rate: number): () => number {
  const base = random() < 0.5 ? 0.72 + random() * 0.1 : 1.22 + random() * 0.16;
  const turn = (2 * Math.PI * (0.11 + random() * 0.12)) / rate;
  let angle = random() * 2 * Math.PI;
  return () => {
    angle += turn;
    return base * (1 + 0.02 * Math.sin(angle));
  };
}
