/** kbit/s of layer III, by the header's index: MPEG-1, then MPEG-2 and 2.5. */
const rates1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const rates2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
const samplings: Record<number, number[]> = {
  3: [44_100, 48_000, 32_000],
  2: [22_050, 24_000, 16_000],
  0: [11_025, 12_000, 8_000],
};

/** Length and duration of the frame that begins at `at`; undefined: none begins there. */
function frameAt(bytes: Buffer, at: number): { length: number; ms: number } | undefined {
  if (bytes[at] !== 0xff || (bytes[at + 1]! & 0xe6) !== 0xe2) return undefined;
  const version = (bytes[at + 1]! >> 3) & 3;
  const sampling = samplings[version]?.[(bytes[at + 2]! >> 2) & 3];
  const rate = (version === 3 ? rates1 : rates2)[bytes[at + 2]! >> 4];
  if (!sampling || !rate) return undefined;
  const samples = version === 3 ? 1152 : 576;
  const length = Math.floor((samples * rate * 125) / sampling) + ((bytes[at + 2]! >> 1) & 1);
  return { length, ms: (samples * 1000) / sampling };
}

/**
 * Where the whole frames at the beginning of `bytes` end, and how long they last; with `untilMs` only those that begin
 * before it. What is no frame is passed over: a decoder does the same.
 */
export function wholeFrames(bytes: Buffer, untilMs = Infinity): { length: number; ms: number } {
  let [at, ms] = [0, 0];
  while (at + 4 <= bytes.length && ms < untilMs) {
    const frame = frameAt(bytes, at);
    if (!frame) at++;
    else if (at + frame.length > bytes.length) break;
    else {
      at += frame.length;
      ms += frame.ms;
    }
  }
  return { length: at, ms };
}
