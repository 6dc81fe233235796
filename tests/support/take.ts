import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A voice as a tone; seconds since the take's start. `booth` is the language of an interpreter's booth. */
export interface ToneVoice {
  identity: string;
  hz: number;
  from: number;
  to: number;
  booth?: string;
}

/** Whose picture is shown from when to when, as one plain colour of ffmpeg's names. */
export interface ColourPicture {
  identity: string;
  from: number;
  to: number;
  colour: string;
  source?: 'camera' | 'screen';
}

export interface TakeWanted {
  /** How long this epoch runs. */
  seconds: number;
  /** Renditions of sound: floor, then the booths. */
  langs: string[];
  voices: ToneVoice[];
  picture?: ColourPicture[];
  slides?: { name: string; from: number; to: number }[];
  epoch?: number;
  /** Where this epoch begins, seconds since the take's start. */
  at?: number;
  /** Whether the bot of this epoch was killed: its journal has no end. */
  isKilled?: boolean;
  width?: number;
  height?: number;
  fps?: number;
}

/** The floor below an interpreter's voice. */
const lowered = 0.25;

/** Writes a whole take folder as a bot writes it (`docs/recordings.md`), of tones and colours, through ffmpeg. */
export async function makeTake(folder: string, wanted: TakeWanted): Promise<void> {
  const epoch = wanted.epoch ?? 1;
  const at = wanted.at ?? 0;
  const home = join(folder, `e${epoch}`);
  const journal: { at: number; [key: string]: unknown }[] = [
    { at: at * 1000, what: 'begin', epoch, langs: wanted.langs, picture: wanted.picture !== undefined },
  ];
  await mkdir(join(home, 'tracks'), { recursive: true });
  for (const [n, voice] of wanted.voices.entries()) {
    const file = `tracks/${voice.identity}.${n + 1}.ogg`;
    await ffmpeg([
      ...tone(voice.hz, voice.to - voice.from),
      ...['-c:a', 'libopus', '-b:a', '48k', '-application', 'voip', join(home, file)],
    ]);
    const kind = voice.booth === undefined ? 'voice' : 'booth';
    journal.push({
      at: voice.from * 1000,
      what: 'track',
      file,
      identity: voice.identity,
      kind,
      ...(voice.booth === undefined ? {} : { lang: voice.booth }),
    });
    journal.push({ at: voice.to * 1000, what: 'track_end', file });
  }
  for (const lang of wanted.langs) await writeSound(home, lang, wanted, at);
  if (wanted.picture !== undefined) journal.push(...(await writePicture(home, wanted, wanted.picture, at)));
  for (const slide of wanted.slides ?? []) {
    journal.push({ at: slide.from * 1000, what: 'slide', name: slide.name });
    journal.push({ at: slide.to * 1000, what: 'slide', name: null });
  }
  journal.sort((a, b) => a.at - b.at || (a['what'] === 'begin' ? -1 : 0));
  if (wanted.isKilled !== true) journal.push({ at: (at + wanted.seconds) * 1000, what: 'end' });
  await writeFile(join(home, 'journal.jsonl'), journal.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
}

const tone = (hz: number, seconds: number): string[] => [
  '-f',
  'lavfi',
  '-i',
  `sine=frequency=${hz}:sample_rate=48000:duration=${seconds}`,
];

async function writeSound(home: string, lang: string, wanted: TakeWanted, at: number): Promise<void> {
  const onStage = wanted.voices.filter((voice) => voice.booth === undefined);
  const inBooth = wanted.voices.filter((voice) => voice.booth === lang);
  const heard = [...onStage, ...inBooth];
  const silence = ['-f', 'lavfi', '-i', `anullsrc=r=48000:cl=mono:d=${wanted.seconds}`];
  const filters = heard.map((voice, n) => {
    const down = voice.booth === undefined ? lowering(inBooth, voice.from) : '';
    return `[${n + 1}]${down}adelay=${Math.round((voice.from - at) * 1000)}:all=1[v${n}]`;
  });
  const mixed = `[0]${heard.map((_, n) => `[v${n}]`).join('')}amix=inputs=${heard.length + 1}:normalize=0:duration=first[out]`;
  const audio = join(home, 'audio', lang);
  const hls = join(home, 'hls', lang);
  await mkdir(audio, { recursive: true });
  await mkdir(hls, { recursive: true });
  const minutes = ['-f', 'segment', '-segment_time', '60', '-map', '[out]'];
  await ffmpeg([
    ...silence,
    ...heard.flatMap((voice) => tone(voice.hz, voice.to - voice.from)),
    '-filter_complex',
    [...filters, mixed.replace('[out]', `,asplit=2[out][plain]`)].join(';'),
    ...[...minutes, '-c:a', 'libmp3lame', '-b:a', '32k', '-ar', '24000', '-ac', '1', '-write_xing', '0'],
    ...['-id3v2_version', '0', '-segment_format', 'mp3', join(audio, '%d.mp3')],
    ...['-map', '[plain]', '-c:a', 'aac', '-b:a', '48k', '-ac', '1', ...hlsTo(hls, at)],
  ]);
}

/** Gains of a voice of the floor while a booth speaks; times are of the voice's own track. */
const lowering = (booth: readonly ToneVoice[], from: number): string =>
  booth
    .map((voice) => `volume=${lowered}:enable='between(t,${voice.from - from},${voice.to - from})',`)
    .join('');

const hlsTo = (folder: string, at: number): string[] => [
  ...['-output_ts_offset', String(at), '-f', 'hls', '-hls_time', '2', '-hls_list_size', '0'],
  // Without it fragments begin at nought, and only the head says where they belong.
  ...['-hls_segment_options', 'movflags=+frag_discont'],
  ...['-hls_segment_type', 'fmp4', '-hls_flags', 'independent_segments+temp_file', '-start_number', '1'],
  ...['-hls_fmp4_init_filename', 'init.mp4', '-hls_segment_filename', join(folder, '%06d.m4s')],
  join(folder, 'index.m3u8'),
];

async function writePicture(
  home: string,
  wanted: TakeWanted,
  shown: readonly ColourPicture[],
  at: number,
): Promise<{ at: number; [key: string]: unknown }[]> {
  const folder = join(home, 'hls', 'picture');
  await mkdir(folder, { recursive: true });
  const size = `${wanted.width ?? 320}x${wanted.height ?? 180}`;
  const fps = wanted.fps ?? 10;
  const parts: { colour: string; seconds: number }[] = [];
  const journal: { at: number; [key: string]: unknown }[] = [];
  let now = at;
  const card = (until: number): void => {
    if (until <= now) return;
    parts.push({ colour: 'gray', seconds: until - now });
    journal.push({ at: now * 1000, what: 'picture', identity: null, source: 'card' });
  };
  for (const { identity, from, to, colour, source } of shown) {
    card(from);
    parts.push({ colour, seconds: to - from });
    journal.push({ at: from * 1000, what: 'picture', identity, source: source ?? 'camera' });
    now = to;
  }
  card(at + wanted.seconds);
  await ffmpeg([
    ...parts.flatMap(({ colour, seconds }) => [
      '-f',
      'lavfi',
      '-i',
      `color=c=${colour}:s=${size}:r=${fps}:d=${seconds}`,
    ]),
    '-filter_complex',
    `${parts.map((_, n) => `[${n}]`).join('')}concat=n=${parts.length}:v=1:a=0[out]`,
    ...[
      '-map',
      '[out]',
      '-c:v',
      'libx264',
      '-preset',
      'ultrafast',
      '-profile:v',
      'baseline',
      '-pix_fmt',
      'yuv420p',
    ],
    ...['-x264-params', `keyint=${fps * 2}:min-keyint=${fps * 2}:scenecut=0`, ...hlsTo(folder, at)],
  ]);
  return journal;
}

/** One ffmpeg at a time, one thread, the machine's others first. */
async function ffmpeg(args: readonly string[]): Promise<void> {
  const all = ['-n', '10', 'ffmpeg', '-nostdin', '-v', 'error', '-y', '-filter_threads', '1'];
  const child = spawn(
    'nice',
    [...all, '-filter_complex_threads', '1', '-threads', '1', ...withThreads(args)],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-2000)));
  const code = await new Promise<number | null>((done, fail) => {
    child.on('error', fail).on('close', done);
  });
  if (code !== 0) throw new Error(`ffmpeg ended with ${code}: ${said}`);
}

/** `-threads` is said of each output as well: x264 would take every core. */
const withThreads = (args: readonly string[]): string[] =>
  args.flatMap((word) => (word === '-c:v' || word === '-c:a' ? ['-threads', '1', word] : [word]));
