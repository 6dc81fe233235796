import { AudioFrame, AudioSource, AudioStream, dispose, RoomEvent, type Room } from '@livekit/rtc-node';
import { execFileSync, fork, type ChildProcess } from 'node:child_process';
import { join as pathOf } from 'node:path';
import { cookieOf } from '../tests/nets/audience.ts';
import { accept } from '../tests/nets/cast.ts';
import { makeVisitor, type Visitor } from '../tests/nets/visitor.ts';
import { beepHz, beepsIn, decode } from './support/heard-beeps.ts';
import { cpuMs } from './support/process-cpu.ts';
import { openMicrophone, openRoom, rate, step, ticketOf } from './support/rtc-people.ts';
import { median, printFigures } from './support/table.ts';
import { startWithEngine } from './support/with-engine.ts';

const listeners = 2_000;
const beeps = 6;
const everyMs = 13_000;
const beepMs = 400;
const quietMs = 30_000;

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
const say = (child: ChildProcess, message: object): Promise<unknown> =>
  new Promise((done) => {
    child.once('message', done);
    child.send(message);
  });

/** ffmpeg processes below one, that encode sound. */
function encodersOf(pid: number): number[] {
  const rows = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' })
    .split('\n')
    .map((row) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(row))
    .filter((row) => row !== null)
    .map(([, own, parent, args]) => ({ own: Number(own), parent: Number(parent), args: args! }));
  const below = new Set([pid]);
  for (let before = 0; before !== below.size;) {
    before = below.size;
    for (const row of rows) if (below.has(row.parent)) below.add(row.own);
  }
  return rows
    .filter(({ own, args }) => below.has(own) && args.includes('ffmpeg') && args.includes('libmp3lame'))
    .map(({ own }) => own);
}

/** Bytes as they come, with the moment of each: where a beep is found later, the moment is known. */
function follow(url: string): { bytes(): Buffer; at(position: number): number; stop(): void } {
  const abort = new AbortController();
  const parts: { bytes: Buffer; end: number; at: number }[] = [];
  const read = async (): Promise<void> => {
    const answer = await fetch(url, { signal: abort.signal });
    let end = 0;
    for await (const part of answer.body!) {
      const bytes = Buffer.from(part);
      end += bytes.length;
      parts.push({ bytes, end, at: performance.now() });
    }
  };
  read().catch(() => undefined);
  return {
    bytes: () => Buffer.concat(parts.map((part) => part.bytes)),
    at: (position) => parts.find(({ end }) => end > position)?.at ?? Infinity,
    stop: () => abort.abort(),
  };
}

/** The fragments of the floor, each fetched as soon as the playlist names it; a player's own store comes on top. */
function followHls(master: string): { read(): Promise<{ beeps: number[] }>; stop(): void } {
  let isOver = false;
  const got: { bytes: Buffer; seconds: number; at: number }[] = [];
  let init: Buffer | undefined;
  const seen = new Set<string>();
  const look = async (): Promise<void> => {
    const { url } = await fetch(master);
    const fetchBytes = async (uri: string): Promise<Buffer> =>
      Buffer.from(await (await fetch(new URL(uri, url))).arrayBuffer());
    while (!isOver) {
      const text = await (await fetch(new URL('floor.m3u8', url))).text();
      const from = /URI="([^"]+)"/.exec(text)?.[1];
      if (from) init ??= await fetchBytes(from);
      for (const [, seconds, uri] of text.matchAll(/#EXTINF:([\d.]+),\n(e\S+)/g)) {
        if (seen.has(uri!)) continue;
        seen.add(uri!);
        got.push({ bytes: await fetchBytes(uri!), seconds: Number(seconds), at: performance.now() });
      }
      await pause(250);
    }
  };
  const looking = look().catch(() => undefined);
  return {
    read: async () => {
      isOver = true;
      await looking;
      const samples = await decode(Buffer.concat([init!, ...got.map(({ bytes }) => bytes)]), 'mp4');
      return {
        beeps: beepsIn(samples, everyMs).map((ms) => {
          let until = 0;
          return got.find(({ seconds }) => (until += seconds * 1000) > ms)?.at ?? Infinity;
        }),
      };
    },
    stop: () => (isOver = true),
  };
}

/** The first moment after each beep was said, if it came before the next one. */
const delaysOf = (sent: readonly number[], heard: readonly number[]): number[] =>
  sent.flatMap((at) => {
    const first = heard.find((one) => one >= at && one < at + everyMs);
    return first === undefined ? [] : [first - at];
  });
const show = (delays: number[]): string =>
  delays.length === 0
    ? 'nothing heard'
    : `${(median(delays) / 1000).toFixed(2)} s (slowest ${(Math.max(...delays) / 1000).toFixed(2)} s, ${delays.length} of ${beeps} beeps)`;

/** The lower rungs on the real engine and the real bot: delays by planted beeps, the encoder's cost, and 2,000 who listen. */
export default async function ladder(): Promise<void> {
  const site = await startWithEngine();
  if (!site) return;
  const [host, speaker, guest] = [0, 1, 2].map(() => makeVisitor(site.url)) as [Visitor, Visitor, Visitor];
  const here = `/en/s/${site.live}`;
  const rooms: Room[] = [];
  const children: ChildProcess[] = [];
  let clock: NodeJS.Timeout | undefined;
  try {
    await accept(host, site.organiserLink);
    await accept(speaker, site.speakerLink);
    for (let waited = 0; waited < 60; waited += 1) {
      const ask = { method: 'POST', headers: { origin: site.url } };
      if ((await fetch(`${site.url}${here}/stage/ticket`, ask)).ok) break;
      await pause(500);
    }
    await speaker.fill(`${here}/backstage`, { shownAs: 'Tone' }, 'take');
    const kit = (await host.get(`${here}/host`)).text;
    const seat = /<b>Tone<\/b>[\s\S]*?name="seat" value="([^"]+)"/.exec(kit)?.[1];
    if (!seat) throw new Error('the speaker has no seat');
    await host.post(`${here}/host?/seat`, [
      ['seat', seat],
      ['act', 'bring'],
      ...(await host.stamp('/be/account')),
    ]);
    const join = async (by: Visitor, path: string): Promise<Room> => {
      const { token } = await ticketOf(site.url, here + path, cookieOf(by));
      const room = await openRoom(site.url, token);
      rooms.push(room);
      return room;
    };
    const [sent, direct] = [[] as number[], [] as number[]];
    const listener = await join(guest, '/stage/ticket');
    listener.on(RoomEvent.TrackSubscribed, (track, _publication, person) => {
      if (person.identity !== seat) return;
      void (async () => {
        for await (const { data } of new AudioStream(track, {
          sampleRate: rate,
          numChannels: 1,
          frameSizeMs: 10,
        })) {
          const isLoud = data.some((sample) => Math.abs(sample) > 1500);
          if (isLoud && performance.now() - (direct.at(-1) ?? -Infinity) > everyMs / 2)
            direct.push(performance.now());
        }
      })();
    });
    const mouth = new AudioSource(rate, 1, 0);
    await openMicrophone(await join(speaker, '/backstage/ticket'), mouth);
    const sound = `${site.url}/listen/${site.live}/floor.mp3`;
    for (let tries = 0; tries < 60 && !(await fetch(sound, { method: 'HEAD' })).ok; tries += 1)
      await pause(500);
    const [mp3, ogg] = [follow(sound), follow(sound.replace('.mp3', '.ogg'))];
    await pause(6_000);
    const hls = followHls(`${site.url}/listen/${site.live}/master.m3u8`);
    const began = performance.now();
    let frames = 0;
    clock = setInterval(() => {
      for (; frames * 10 <= performance.now() - began; frames += 1) {
        const at = (frames * 10) % everyMs;
        const isOn = frames * 10 > 6_000 && at < beepMs;
        if (isOn && at === 0) sent.push(performance.now());
        const samples = new Int16Array(step);
        if (isOn)
          for (let i = 0; i < step; i += 1)
            samples[i] = Math.round(9000 * Math.sin((2 * Math.PI * beepHz * (frames * step + i)) / rate));
        mouth.captureFrame(new AudioFrame(samples, rate, 1, step)).catch(() => undefined);
      }
    }, 5);
    await pause(10_000);
    const encoders = encodersOf(site.process.pid!);
    const before = encoders.map(cpuMs);
    await pause(20_000);
    const encoding = encoders.map((pid, index) => (cpuMs(pid) - before[index]!) / 20_000);
    while (sent.length < beeps) await pause(200);
    await pause(everyMs - 1_000);
    for (const one of [mp3, ogg]) one.stop();
    const bytes = mp3.bytes();
    // 32 kbit/s: four bytes a millisecond.
    const byMp3 = beepsIn(await decode(bytes, 'mp3'), everyMs).map((ms) => mp3.at(ms * 4));
    const byHls = (await hls.read()).beeps;
    const [webrtc, audio, fragments] = [direct, byMp3, byHls].map((heard) => delaysOf(sent, heard)) as [
      number[],
      number[],
      number[],
    ];
    clearInterval(clock);

    const idleFrom = cpuMs(site.process.pid!);
    await pause(quietMs / 3);
    const idle = (cpuMs(site.process.pid!) - idleFrom) / (quietMs / 3);
    const measure = async (
      url: string,
      pid: number,
    ): Promise<{ cpu: number; open: number; rate: number }> => {
      const readers = fork(pathOf(import.meta.dirname, 'support/sound-readers.ts'));
      children.push(readers);
      await say(readers, { open: listeners, url });
      await pause(4_000);
      await say(readers, { report: true });
      const from = cpuMs(pid);
      const at = performance.now();
      await pause(quietMs);
      const took = performance.now() - at;
      const used = cpuMs(pid) - from;
      const { bytes: all, open } = (await say(readers, { report: true })) as { bytes: number; open: number };
      readers.kill();
      return { cpu: used / took, open, rate: all / Math.max(1, open) / (took / 1000) };
    };
    const ours = await measure(sound, site.process.pid!);
    const light = await measure(sound.replace('.mp3', '.ogg'), site.process.pid!);
    const bare = fork(pathOf(import.meta.dirname, 'support/bare-sound.ts'));
    children.push(bare);
    const { port } = (await new Promise((done) => bare.once('message', done))) as { port: number };
    const floor = await measure(`http://127.0.0.1:${port}/`, bare.pid!);
    const percent = (part: number): string => `${(part * 100).toFixed(1)} %`;
    const one = median(encoding);
    printFigures(`ladder: ${beeps} beeps, ${listeners} listeners, one machine`, [
      {
        what: 'CPU of one language (MP3, Opus and AAC of it, one ffmpeg)',
        ours: `${percent(one)} of a core`,
        beside: `${encoders.length} languages ran`,
        aim: '< 10 %',
        isReached: one < 0.1,
      },
      {
        what: `CPU of ${listeners} progressive listeners by MP3, our process`,
        ours: `${percent(ours.cpu - idle)} of a core (${ours.open} open, ${ours.rate.toFixed(0)} B/s each)`,
        beside: `bare: ${percent(floor.cpu)} (${floor.open} open, ${floor.rate.toFixed(0)} B/s each); ours without them ${percent(idle)}`,
        aim: '< 1 core',
        isReached: ours.cpu - idle < 1 && ours.open === listeners,
      },
      {
        what: `the same by Opus`,
        ours: `${percent(light.cpu - idle)} of a core (${light.open} open, ${light.rate.toFixed(0)} B/s each)`,
        beside: 'the same',
        aim: '< 1 core',
        isReached: light.cpu - idle < 1 && light.open === listeners,
      },
      {
        what: 'mouth → socket: WebRTC, median',
        ours: show(webrtc),
        beside: '–',
        aim: '< 300 ms',
        isReached: webrtc.length >= beeps - 1 && median(webrtc) < 300,
      },
      {
        what: 'mouth → socket: sound, one long answer',
        ours: show(audio),
        beside: 'looked for every 500 ms; a player’s own store comes on top',
        aim: '< 3 s',
        isReached: audio.length >= beeps - 1 && median(audio) < 3_000,
      },
      {
        what: 'mouth → socket: HLS, fragments of 2 s',
        ours: show(fragments),
        beside: 'a player stands about 5 s further behind',
        aim: '< 10 s',
        isReached: fragments.length >= beeps - 1 && median(fragments) < 10_000,
      },
    ]);
  } finally {
    clearInterval(clock);
    for (const child of children) child.kill();
    for (const room of rooms) await room.disconnect().catch(() => undefined);
    for (const one of [host, speaker, guest]) one.close();
    await site.stop();
    await dispose();
  }
}
