/** Of every frame: 576 samples at 24 kHz, 32 kbit/s. */
export const frameBytes = 96;
export const frameMs = 24;
export const mp3Options = [
  ...['-c:a', 'libmp3lame', '-b:a', '32k', '-ar', '24000', '-ac', '1', '-reservoir', '0'],
  ...['-write_xing', '0', '-id3v2_version', '0', '-flush_packets', '1', '-f', 'mp3'],
];

/**
 * Cuts a stream of MP3 into its frames, as many as are whole; `take` is told which number the first has. Throws at anything
 * else than frames of our one kind.
 */
export function readFrames(take: (first: number, bytes: Buffer) => void): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  let count = 0;
  return (chunk) => {
    rest = rest.length ? Buffer.concat([rest, chunk]) : chunk;
    const whole = Math.floor(rest.length / frameBytes);
    for (let n = 0; n < whole; n += 1) {
      // MPEG 2 layer III without a checksum, 32 kbit/s, 24 kHz.
      const at = n * frameBytes;
      if (rest[at] !== 0xff || rest[at + 1] !== 0xf3 || (rest[at + 2]! & 0xfc) !== 0x44)
        throw new Error('not our MP3');
    }
    if (whole > 0) take(count, rest.subarray(0, whole * frameBytes));
    count += whole;
    rest = rest.subarray(whole * frameBytes);
  };
}
