// A speaker whose picture flashes and whose sound beeps at the same instants, and where both are found again in what was
// recorded.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Said } from './mouth.ts';

/** One flash in so many milliseconds. */
const everyMs = 2000;
const lastsMs = 200;
export const beepHz = 1000;
const isOn = (ms: number): boolean => ms % everyMs < lastsMs;

/** A picture of stripes that move, so that encoders have something to do; white all over while it flashes. */
export const flashing = (width = 1280, height = 720, fps = 24): Said => ({
  sound: (ms) => (isOn(ms) ? 0.5 * Math.sin((2 * Math.PI * beepHz * ms) / 1000) : 0),
  film: {
    width,
    height,
    fps,
    draw: (picture, ms) => {
      const whole = width * height;
      if (isOn(ms)) return void picture.fill(235, 0, whole);
      picture.fill(40, 0, whole);
      const at = Math.floor(ms / 20) % (height - 40);
      picture.fill(90, at * width, (at + 40) * width);
    },
  },
});

/** Which segments are read, by their place; counted from the end when it is negative. */
export interface Part {
  from?: number;
  to?: number;
}

/** Segments of a rendition as one stream, and when its first sample or frame is, in seconds of the take. */
function readRendition(
  folder: string,
  timescale: number,
  { from = 0, to }: Part,
): { bytes: Buffer; begin: number } {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.m4s'))
    .sort()
    .slice(from, to);
  const segments = names.map((name) => readFileSync(join(folder, name)));
  const first = segments[0]!;
  const box = first.indexOf('tfdt');
  const time = first[box + 4] ? Number(first.readBigUInt64BE(box + 8)) : first.readUInt32BE(box + 8);
  return {
    bytes: Buffer.concat([readFileSync(join(folder, 'init.mp4')), ...segments]),
    begin: time / timescale,
  };
}

const timescaleOf = (folder: string): number => {
  const init = readFileSync(join(folder, 'init.mp4'));
  return init.readUInt32BE(init.indexOf('mdhd') + 16);
};

function decode(bytes: Buffer, options: string[]): Buffer {
  return spawnSync('ffmpeg', ['-loglevel', 'quiet', '-threads', '1', '-i', 'pipe:0', ...options, 'pipe:1'], {
    input: bytes,
    maxBuffer: 1 << 30,
  }).stdout;
}

/** When each flash begins, in seconds of the take. */
export function findFlashes(folder: string, fps: number, part: Part = {}): number[] {
  const { bytes, begin } = readRendition(folder, timescaleOf(folder), part);
  const luma = decode(bytes, ['-vf', 'scale=1:1:flags=area', '-f', 'rawvideo', '-pix_fmt', 'gray']);
  return edges([...luma].map((one) => one > 150)).map((frame) => begin + frame / fps);
}

/** When each beep begins. */
export function findBeeps(folder: string, part: Part = {}): number[] {
  const { bytes, begin } = readRendition(folder, timescaleOf(folder), part);
  const raw = decode(bytes, ['-f', 's16le', '-ar', '48000', '-ac', '1']);
  const samples = new Int16Array(raw.buffer, raw.byteOffset, raw.length >> 1);
  // Louder than whoever else speaks.
  const loud = Array.from({ length: Math.floor(samples.length / 48) - 2 }, (_, ms) => {
    let most = 0;
    for (let i = ms * 48; i < (ms + 2) * 48; i += 1) most = Math.max(most, Math.abs(samples[i]!));
    return most > 8000;
  });
  return edges(loud, 300).map((ms) => begin + ms / 1000);
}

/** Where it becomes true after it was not for `rest` places. */
function edges(on: boolean[], rest = 5): number[] {
  let last = -rest;
  return on.flatMap((one, at) => {
    if (!one) return [];
    const isNew = at - last > rest;
    last = at;
    return isNew ? [at] : [];
  });
}

/** How much later the picture is than the sound, in milliseconds, flash by flash. */
export function lags(flashes: number[], beeps: number[]): number[] {
  return flashes.flatMap((flash) => {
    const beep = beeps.find((one) => Math.abs(one - flash) < everyMs / 2000);
    return beep === undefined ? [] : [Math.round((flash - beep) * 1000)];
  });
}
