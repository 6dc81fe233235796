/** Megabytes an hour of sound as Opus (16 kbit/s) and as MP3 (32 kbit/s). */
export const soundMb = { opus: 8, mp3: 15 };

const slidesMb = 3;

/**
 * From the lightest to the fullest. `mb`: megabytes an hour, as measured (bench/quiet.ts), or by the encoder's bound; `light`:
 * with JavaScript, in a browser that takes Opus.
 */
export const rungs = [
  { name: 'text', mb: 1, light: undefined },
  { name: 'sound', mb: soundMb.mp3, light: soundMb.opus },
  { name: 'slides', mb: soundMb.mp3 + slidesMb, light: soundMb.opus + slidesMb },
  { name: 'picture', mb: 430, light: undefined },
  { name: 'stage', mb: 270, light: undefined },
] as const;

export type Rung = (typeof rungs)[number]['name'];
export const isRung = (name: string): boolean => rungs.some((one) => one.name === name && name !== 'stage');
