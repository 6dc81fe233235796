import { spawnSync } from 'node:child_process';
import { oggOptions } from '../src/server/recordings/bot/ogg.ts';
import { cpuMs } from './support/process-cpu.ts';
import { kilobytes, printFigures } from './support/table.ts';
import { startWithEngine } from './support/with-engine.ts';
import { openBrowser } from '../tests/support/browser.ts';
import type { Browser } from 'playwright-core';

const measuredMs = 120_000;
const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

interface Rung {
  name: string;
  path: string;
  js: boolean;
  /** What a person presses. */
  press?: string;
  /** Bytes an hour. */
  aim?: number;
}

/** Bytes that come to a browser in two minutes of a rung, after the page was loaded; of an hour thirty times that. */
async function bytesOf(
  browser: Browser,
  url: string,
  rung: Rung,
): Promise<{ page: number; minutes: number }> {
  const context = await browser.newContext({ javaScriptEnabled: rung.js });
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Network.enable');
  const answers = new Map<string, { encoded: number; plain: number }>();
  devtools.on('Network.dataReceived', ({ requestId, encodedDataLength, dataLength }) => {
    const { encoded, plain } = answers.get(requestId) ?? { encoded: 0, plain: 0 };
    answers.set(requestId, { encoded: encoded + encodedDataLength, plain: plain + dataLength });
  });
  // Compressed, as they come over the line; headers of TCP and TLS are not in it. Of a document that goes on the browser
  // tells no such length: its text is counted, which is sent as it is.
  const received = (): number =>
    [...answers.values()].reduce((sum, { encoded, plain }) => sum + (encoded || plain), 0);
  await page.goto(url + rung.path, { waitUntil: rung.path.startsWith('/listen') ? 'commit' : 'load' });
  if (rung.press === 'play')
    await page.evaluate(
      () =>
        void document
          .querySelector('audio')
          ?.play()
          .catch(() => undefined),
    );
  else if (rung.press) await page.click(rung.press);
  await pause(15_000);
  const first = received();
  await pause(measuredMs);
  await context.close();
  return { page: first, minutes: received() - first };
}

/** What each rung of the ladder costs an hour, JavaScript on and off: the demo's session, which is captioned all the time. */
export default async function quiet(): Promise<void> {
  const site = await startWithEngine();
  if (!site) return;
  const browser = await openBrowser(['--autoplay-policy=no-user-gesture-required']);
  const here = `/be/s/${site.live}`;
  const rungs: Rung[] = [
    {
      name: 'text that goes on, JavaScript off',
      path: `/listen/${site.live}/text.be.html`,
      js: false,
      aim: 100_000,
    },
    { name: 'text page, JavaScript on', path: `${here}/text`, js: true },
    {
      name: 'sound, JavaScript off (MP3, 32 kbit/s)',
      path: `${here}/listen?by=sound`,
      js: false,
      press: 'play',
    },
    {
      name: 'sound, JavaScript on (Opus, 16 kbit/s), the demo’s even tone',
      path: `${here}/listen?by=sound`,
      js: true,
      press: 'play',
      aim: 8e6,
    },
    { name: 'sound and slides, JavaScript on', path: `${here}/listen?by=slides`, js: true, press: 'play' },
    {
      name: 'picture (HLS), JavaScript on',
      path: `${here}/listen?by=picture`,
      js: true,
      press: '[data-hear-start] button',
    },
  ];
  try {
    const sound = `${site.url}/listen/${site.live}/floor.mp3`;
    for (let tries = 0; tries < 120 && !(await fetch(sound, { method: 'HEAD' })).ok; tries += 1)
      await pause(500);
    const began = cpuMs(site.process.pid!);
    const measured = await Promise.all(rungs.map((rung) => bytesOf(browser, site.url, rung)));
    // In a tab of its own, or in a player of one's own.
    const opus = await opusBytes(sound.replace('.mp3', '.ogg'));
    const noise = noiseBytes();
    const minutes = measuredMs / 60_000;
    const hour = (bytes: number): number => (bytes / minutes) * 60;
    const show = (bytes: number): string =>
      bytes > 1e6 ? `${(bytes / 1e6).toFixed(1)} MB` : kilobytes(bytes);
    printFigures(
      `quiet: ${minutes} measured minutes a rung, times ${60 / minutes} (${cpuMs(site.process.pid!) - began} ms CPU)`,
      [
        ...rungs.map((rung, index) => ({
          what: `${rung.name}: an hour`,
          ours: show(hour(measured[index]!.minutes)),
          beside: `the first fifteen seconds, page and all: ${show(measured[index]!.page)}`,
          aim: rung.aim ? `≤ ${show(rung.aim)}` : '–',
          isReached: rung.aim ? hour(measured[index]!.minutes) <= rung.aim : undefined,
        })),
        {
          what: 'sound as Opus, 16 kbit/s, in a tab of its own: an hour of the demo’s even tone',
          ours: show(opus * 3600),
          beside: '16 kbit/s without Ogg, by arithmetic: 7.2 MB',
          aim: '≤ 8 MB',
          isReached: opus * 3600 <= 8e6,
        },
        {
          what: 'the same encoder, fed with a minute of noise that swells four times a second, as syllables do: an hour of sound alone',
          ours: show(noise * 60),
          beside: 'the same',
          aim: '≤ 8 MB',
          isReached: noise * 60 <= 8e6,
        },
      ],
    );
  } finally {
    await browser.close();
    await site.stop();
  }
}

/** Bytes of a minute of what is hardest to make small. */
function noiseBytes(): number {
  const source = 'anoisesrc=c=pink:r=48000:d=60,tremolo=f=4:d=0.9';
  const done = spawnSync('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', source, ...oggOptions, 'pipe:1'], {
    maxBuffer: 10_000_000,
  });
  if (done.status !== 0) throw new Error(`ffmpeg: ${done.stderr}`);
  return done.stdout.length;
}

/** Bytes a second, over half a minute. */
async function opusBytes(url: string): Promise<number> {
  const abort = new AbortController();
  const answer = await fetch(url, { signal: abort.signal });
  let [bytes, from] = [0, 0];
  try {
    for await (const part of answer.body!) {
      // What comes at once at the beginning is of before.
      if (from === 0) from = performance.now() + 2_000;
      if (performance.now() < from) continue;
      bytes += (part as Uint8Array).length;
      if (performance.now() - from > 30_000) break;
    }
  } finally {
    abort.abort();
  }
  return bytes / 30;
}
