import { readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readJournal, spans, type Span, type TrackSpan } from '../journal.ts';
import { readPcm } from './pcm.ts';

/** Speech needs no more to be told from silence. */
const hz = 8000;
const frameMs = 20;
/** Below −50 dB of full scale nothing is said; in a loud room what is 10 dB above it; −38 dB is speech anywhere. */
const [quiet, above, loud] = [0.003, 3.2, 0.0126];
/** A pause shorter than this is a part of what is said. */
const pauseMs = 1500;
/** Beginnings and endings of words are softer than their middle. */
const edgeMs = 200;

/** Where a track speaks, milliseconds of the take. */
export async function findSpoken(ffmpeg: string, folder: string, track: TrackSpan): Promise<Span[]> {
  const reader = readPcm(ffmpeg, join(folder, track.file), 0, hz);
  const levels: number[] = [];
  const size = (hz * frameMs) / 1000;
  try {
    for (let at = track.from; at < track.to; at += 1000) {
      const samples = await reader.read(hz);
      for (let from = 0; from < hz; from += size) {
        let sum = 0;
        for (let i = from; i < from + size; i += 1) sum += (samples[i]! / 32768) ** 2;
        levels.push(Math.sqrt(sum / size));
      }
    }
  } finally {
    reader.close();
  }
  const noise = [...levels].sort((a, b) => a - b)[Math.floor(levels.length / 10)] ?? 0;
  const least = Math.min(loud, Math.max(quiet, noise * above));
  const found: Span[] = [];
  levels.forEach((level, n) => {
    if (level <= least) return;
    const from = track.from + n * frameMs;
    const last = found.at(-1);
    if (last && from - last.to < pauseMs) last.to = from + frameMs;
    else found.push({ from, to: from + frameMs });
  });
  return found.map(({ from, to }) => ({ from: from - edgeMs, to: Math.min(to, track.to) + edgeMs }));
}

/** What somebody said: on the stage, or in the booth of `lang`. */
export interface Spoken extends Span {
  lang?: string;
}

/** Beside the epochs: when those spoke whose tracks are destroyed, so that a later mix leaves out their words, too. */
const kept = (folder: string): string => join(folder, 'spoken.json');

async function readKept(folder: string): Promise<Record<string, Spoken[]>> {
  const text = await readFile(kept(folder), 'utf8').catch(() => '{}');
  return JSON.parse(text) as Record<string, Spoken[]>;
}

const langOf = ({ kind, lang }: { kind: string; lang?: string }): { lang?: string } =>
  kind === 'booth' && lang ? { lang } : {};

/** When each of `identities` spoke, from their tracks, the bot's own notes, and what was kept of tracks that are destroyed. */
export async function readSpoken(
  ffmpeg: string,
  folder: string,
  identities: ReadonlySet<string>,
): Promise<Map<string, Spoken[]>> {
  const result = new Map<string, Spoken[]>();
  if (identities.size === 0) return result;
  const known = await readKept(folder);
  const { tracks, heard } = spans(await readJournal(folder, { isOver: true }));
  for (const identity of identities) {
    const found: Spoken[] = [...(known[identity] ?? [])];
    for (const one of heard)
      if (one.identity === identity) found.push({ from: one.from, to: one.to, ...langOf(one) });
    for (const track of tracks) {
      if (track.identity !== identity) continue;
      // A track that is destroyed already is among what was kept.
      if (!(await stat(join(folder, track.file)).catch(() => undefined))) continue;
      const spoken = await findSpoken(ffmpeg, folder, track);
      found.push(...spoken.map((span) => ({ ...span, ...langOf(track) })));
    }
    const langs = new Set(found.map((one) => one.lang));
    result.set(
      identity,
      [...langs].flatMap((lang) =>
        joined(found.filter((one) => one.lang === lang)).map((span) => ({
          ...span,
          ...(lang ? { lang } : {}),
        })),
      ),
    );
  }
  return result;
}

/** Writes down when somebody spoke, before their tracks go. */
export async function keepSpoken(
  ffmpeg: string,
  folder: string,
  identities: ReadonlySet<string>,
): Promise<void> {
  if (identities.size === 0) return;
  const found = Object.fromEntries(await readSpoken(ffmpeg, folder, identities));
  const coming = `${kept(folder)}.part`;
  await writeFile(coming, JSON.stringify({ ...(await readKept(folder)), ...found }), { mode: 0o600 });
  await rename(coming, kept(folder));
}

/** Spans in order, none touching another; each made longer by `before` and `after`. */
export function joined(given: readonly Span[], before = 0, after = 0): Span[] {
  const result: Span[] = [];
  for (const { from, to } of given.toSorted((a, b) => a.from - b.from)) {
    const last = result.at(-1);
    if (last && from - before <= last.to) last.to = Math.max(last.to, to + after);
    else result.push({ from: from - before, to: to + after });
  }
  return result;
}
