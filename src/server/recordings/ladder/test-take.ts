import { spawn } from 'node:child_process';
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { wholeFrames } from './mp3.ts';
import { wholePages } from './ogg.ts';
import type { Format } from './tail.ts';

/** A tone as the bot's encoders write it, whole. */
export async function tone(format: Format, seconds: number, hz = 440): Promise<Buffer> {
  const codec =
    format === 'mp3'
      ? ['-c:a', 'libmp3lame', '-b:a', '32k', '-ar', '24000', '-write_xing', '0', '-id3v2_version', '0']
      : ['-c:a', 'libopus', '-b:a', '24k', '-page_duration', '500000'];
  const child = spawn('nice', [
    ...['ffmpeg', '-nostdin', '-v', 'error', '-threads', '1', '-f', 'lavfi'],
    ...['-i', `sine=frequency=${hz}:duration=${seconds}:sample_rate=48000`, ...codec, '-ac', '1'],
    ...['-f', format, 'pipe:1'],
  ]);
  const parts: Buffer[] = [];
  for await (const part of child.stdout) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

/** What ffmpeg makes of what a listener received: seconds it can play, and what it complains of. */
export async function play(format: Format, bytes: Buffer): Promise<{ seconds: number; complaints: string }> {
  const child = spawn('nice', [
    ...['ffmpeg', '-v', 'warning', '-threads', '1', '-f', format, '-i', 'pipe:0'],
    ...['-f', 's16le', '-ar', '8000', '-ac', '1', 'pipe:1'],
  ]);
  child.stdin.end(bytes);
  let [size, complaints] = [0, ''];
  child.stderr.on('data', (text: Buffer) => (complaints += String(text)));
  for await (const part of child.stdout) size += (part as Buffer).length;
  return { seconds: size / 16_000, complaints };
}

/** An epoch's journal and the folder of one of its sounds. */
export function beginEpoch(folder: string, epoch: number, at: number, lang = 'floor'): string {
  const audio = join(folder, `e${epoch}/audio/${lang}`);
  mkdirSync(audio, { recursive: true });
  const line = { at, what: 'begin', epoch, langs: [lang], picture: false };
  writeFileSync(join(folder, `e${epoch}/journal.jsonl`), `${JSON.stringify(line)}\n`);
  return audio;
}

/** Sound of an epoch in files of a minute. */
export function writeEpoch(folder: string, epoch: number, at: number, format: Format, bytes: Buffer): void {
  const audio = beginEpoch(folder, epoch, at);
  for (let [minute, rest] = [0, bytes]; rest.length > 0; minute++) {
    const length = minuteOf(format, rest, minute);
    writeFileSync(join(audio, `${minute}.${format}`), rest.subarray(0, length));
    rest = rest.subarray(length);
  }
}

function minuteOf(format: Format, bytes: Buffer, minute: number): number {
  if (format === 'mp3')
    return wholeFrames(bytes).ms < 60_000 ? bytes.length : wholeFrames(bytes, 60_000).length;
  const next = wholePages(bytes).find((page) => (page.granule ?? 0) > (minute + 1) * 60 * 48_000);
  return next?.at ?? bytes.length;
}

/** Writes a sound as time goes by: `rate` times as fast as it is heard. Answers how to end it. */
export function grow(audio: string, format: Format, bytes: Buffer, seconds: number, rate = 1): () => void {
  const began = performance.now();
  let done = 0;
  const timer = setInterval(() => {
    const until = Math.min(
      bytes.length,
      Math.floor((bytes.length * (performance.now() - began) * rate) / (seconds * 1000)),
    );
    if (until > done) appendFileSync(join(audio, `0.${format}`), bytes.subarray(done, until));
    done = until;
  }, 100);
  return () => clearInterval(timer);
}
