import { spawn } from 'node:child_process';

export const beepHz = 3100;
const rate = 16_000;
const windowMs = 10;

/** Everything in a piece of media, as samples. */
export async function decode(bytes: Buffer, format: string): Promise<Int16Array> {
  const child = spawn('ffmpeg', [
    ...['-v', 'error', '-threads', '1', '-f', format, '-i', 'pipe:0'],
    ...['-f', 's16le', '-ar', String(rate), '-ac', '1', 'pipe:1'],
  ]);
  child.stdin.on('error', () => undefined);
  child.stdin.end(bytes);
  child.stderr.resume();
  const parts: Buffer[] = [];
  for await (const part of child.stdout) parts.push(part as Buffer);
  const all = Buffer.concat(parts);
  return new Int16Array(all.buffer, all.byteOffset, Math.floor(all.length / 2));
}

/** Where beeps begin, in ms, by the power of their one tone (Goertzel). */
export function beepsIn(samples: Int16Array, everyMs: number): number[] {
  const size = (rate * windowMs) / 1000;
  const turn = 2 * Math.cos((2 * Math.PI * beepHz) / rate);
  const powers: number[] = [];
  for (let from = 0; from + size <= samples.length; from += size) {
    let [one, two] = [0, 0];
    for (let at = from; at < from + size; at += 1) [one, two] = [samples[at]! + turn * one - two, one];
    powers.push(one * one + two * two - turn * one * two);
  }
  const least = Math.max(...powers) * 0.1;
  const found: number[] = [];
  for (const [index, power] of powers.entries())
    if (power > least && index * windowMs - (found.at(-1) ?? -Infinity) > everyMs / 2)
      found.push(index * windowMs);
  return found;
}
