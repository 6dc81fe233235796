// Proof of work in plain JavaScript: SubtleCrypto is absent on some old browsers and slow for one small hash at a time,
// workers and WebAssembly are off in Tor Browser's "Safer" level.
// The server asks for SHA-256(challenge:answer) to begin with `bits` zero bits.

/** Round constants: the first 32 bits of the fractional parts of the cube roots of the first 64 primes. */
const rounds = new Int32Array(64);
/** Initial state: the same of the square roots of the first eight. */
const initial = new Int32Array(8);
for (let prime = 2, found = 0; found < 64; prime += 1) {
  let isPrime = true;
  for (let by = 2; by * by <= prime; by += 1) if (prime % by === 0) isPrime = false;
  if (!isPrime) continue;
  if (found < 8) initial[found] = fraction(Math.sqrt(prime));
  rounds[found] = fraction(Math.cbrt(prime));
  found += 1;
}

function fraction(root: number): number {
  return ((root - Math.floor(root)) * 0x1_0000_0000) | 0;
}

const turn = (word: number, by: number): number => (word >>> by) | (word << (32 - by));
const schedule = new Int32Array(64);

/** One block of SHA-256: `state` takes in sixteen words. */
function compress(state: Int32Array, block: Int32Array): void {
  schedule.set(block);
  for (let i = 16; i < 64; i += 1) {
    const a = schedule[i - 15]!;
    const b = schedule[i - 2]!;
    schedule[i] =
      schedule[i - 16]! +
      schedule[i - 7]! +
      (turn(a, 7) ^ turn(a, 18) ^ (a >>> 3)) +
      (turn(b, 17) ^ turn(b, 19) ^ (b >>> 10));
  }
  let [a, b, c, d, e, f, g, h] = state as unknown as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  for (let i = 0; i < 64; i += 1) {
    const one =
      (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + rounds[i]! + schedule[i]!) | 0;
    const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + one) | 0;
    d = c;
    c = b;
    b = a;
    a = (one + two) | 0;
  }
  [a, b, c, d, e, f, g, h].forEach((word, i) => (state[i] = state[i]! + word));
}

/** The first 32 bits of the SHA-256 of a short ASCII text (at most 55 characters: one block). */
export function firstWord(text: string): number {
  const block = new Int32Array(16);
  for (let i = 0; i < text.length; i += 1) block[i >> 2]! |= text.charCodeAt(i) << (24 - (i & 3) * 8);
  block[text.length >> 2]! |= 0x80 << (24 - (text.length & 3) * 8);
  block[15] = text.length * 8;
  const state = initial.slice();
  compress(state, block);
  return state[0]!;
}

/** Tries `count` answers from `from` on; undefined when none of them does. */
export function tryAnswers(challenge: string, bits: number, from: number, count: number): string | undefined {
  for (let answer = from; answer < from + count; answer += 1) {
    if (Math.clz32(firstWord(`${challenge}:${answer}`)) >= bits) return String(answer);
  }
  return undefined;
}

/** Works in slices, so that typing stays smooth. */
export async function solve(challenge: string, bits: number): Promise<string> {
  for (let from = 0; ; from += 2_000) {
    const answer = tryAnswers(challenge, bits, from, 2_000);
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve));
  }
}
