/** Megabytes an hour of sound as Opus (16 kbit/s) and as MP3 (32 kbit/s). */
export const soundMb = { opus: 8, mp3: 15 };

/** From the lightest to the fullest. `mb`: megabytes an hour, as measured (bench/quiet.ts), or by the encoder's bound. */
export const rungs = [
  { name: 'text', mb: 1 },
  { name: 'sound', mb: soundMb.mp3 },
  { name: 'slides', mb: 18 },
  { name: 'picture', mb: 430 },
  { name: 'stage', mb: 270 },
] as const;

export type Rung = (typeof rungs)[number]['name'];
export const isRung = (name: string): boolean => rungs.some((one) => one.name === name && name !== 'stage');
