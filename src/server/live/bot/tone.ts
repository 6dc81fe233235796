export const rate = 48_000;
/** Samples handed over at once: 20 ms. */
export const step = 960;

const barSeconds = 6;
/** Four chords of the major pentatonic on A, in Hz; whole numbers of turns fit a bar, so nothing clicks. */
const chords = [
  [110, 220, 330, 440],
  [146.5, 220, 293, 440],
  [123.5, 247, 329.5, 494],
  [110, 165, 277, 440],
];

/** A soft chord that swells and fades, −24 dB at most, for ever again; made once, 24 s long. */
export function makeTone(): Int16Array {
  const bar = barSeconds * rate;
  const tone = new Int16Array(bar * chords.length);
  chords.forEach((notes, number) => {
    for (let i = 0; i < bar; i++) {
      const swell = Math.sin((Math.PI * i) / bar) ** 2;
      let sum = 0;
      for (const [index, note] of notes.entries())
        sum += Math.sin((2 * Math.PI * note * i) / rate) / (index + 1);
      tone[number * bar + i] = Math.round(swell * sum * 1000);
    }
  });
  return tone;
}
