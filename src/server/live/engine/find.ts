import { execFile, spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { access, mkdir, rename, rm } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { ArchiveProblem, fetchEngine } from './fetch-archive.ts';
import { engineVersion, pinnedArchive } from './release.ts';

/** The settings that decide which engine is used. */
export interface EngineSettings {
  VECHE_ENGINE: 'auto' | 'off';
  LIVEKIT_URL?: string;
  LIVEKIT_KEY?: string;
  LIVEKIT_SECRET?: string;
  VECHE_ENGINE_PATH?: string;
  VECHE_ENGINE_ARCHIVE?: string;
  /** Absolute path of VECHE_DATA. */
  data: string;
}

export type FoundEngine =
  | { kind: 'remote'; url: string; key: string; secret: string }
  | { kind: 'program'; path: string }
  | { kind: 'none'; why: string };

export type Tell = (step: string, progress?: number) => void;

export const cachedEngine = (data: string): string => join(data, 'engine', `livekit-server-${engineVersion}`);

const runs = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );

async function onPath(name: string, env = process.env): Promise<string | undefined> {
  for (const folder of (env.PATH ?? '').split(delimiter)) {
    if (folder && (await runs(join(folder, name)))) return join(folder, name);
  }
  return undefined;
}

/**
 * Finds the engine, in the order that docs/admin/configure.md gives: an operator's own server, a named program,
 * one on PATH, our cache, `go install`, the pinned archive. The last two take minutes and tell their progress.
 */
export async function findEngine(
  settings: EngineSettings,
  tell: Tell,
  signal?: AbortSignal,
): Promise<FoundEngine> {
  if (settings.VECHE_ENGINE === 'off') return { kind: 'none', why: 'off' };
  const { LIVEKIT_URL: url, LIVEKIT_KEY: key, LIVEKIT_SECRET: secret } = settings;
  if (url) return key && secret ? { kind: 'remote', url, key, secret } : { kind: 'none', why: 'no_keys' };
  if (settings.VECHE_ENGINE_PATH) {
    const there = await runs(settings.VECHE_ENGINE_PATH);
    return there
      ? { kind: 'program', path: settings.VECHE_ENGINE_PATH }
      : { kind: 'none', why: 'no_program' };
  }
  const cache = cachedEngine(settings.data);
  const known = (await onPath('livekit-server')) ?? ((await runs(cache)) ? cache : undefined);
  if (known) return { kind: 'program', path: known };
  if (await installWithGo(cache, tell, signal)) return { kind: 'program', path: cache };
  const archive = pinnedArchive(settings.VECHE_ENGINE_ARCHIVE);
  if (!archive) return { kind: 'none', why: 'no_archive' };
  tell('fetching', 0);
  try {
    await fetchEngine(archive, cache, (progress) => tell('fetching', progress), signal);
    return { kind: 'program', path: cache };
  } catch (error) {
    if (error instanceof ArchiveProblem) return { kind: 'none', why: error.step };
    throw error;
  }
}

async function goVersion(go: string): Promise<[number, number]> {
  const text = await new Promise<string>((resolve) =>
    execFile(go, ['version'], { timeout: 10_000 }, (_, out) => resolve(String(out ?? ''))),
  );
  const match = /go(\d+)\.(\d+)/.exec(text);
  return match ? [Number(match[1]), Number(match[2])] : [0, 0];
}

/** A clean build took 117 s on two cores; progress is that share of it, never quite the whole. */
const usualBuildMs = 117_000;

async function installWithGo(target: string, tell: Tell, signal?: AbortSignal): Promise<boolean> {
  const go = await onPath('go');
  if (!go) return false;
  const [major, minor] = await goVersion(go);
  if (major < 1 || (major === 1 && minor < 26)) return false;
  const folder = `${target}.build`;
  await mkdir(folder, { recursive: true });
  const began = Date.now();
  tell('building', 0);
  const clock = setInterval(
    () => tell('building', Math.min(0.97, (Date.now() - began) / usualBuildMs)),
    1000,
  );
  const code = await new Promise<number>((resolve) => {
    // A build must not starve the site that is already being read.
    const child = spawn(
      'nice',
      ['-n', '15', go, 'install', `github.com/livekit/livekit-server/cmd/server@v${engineVersion}`],
      {
        env: { ...process.env, GOBIN: folder, GOFLAGS: '-trimpath', CGO_ENABLED: '0' },
        stdio: 'ignore',
        signal,
      },
    );
    child.on('error', () => resolve(1));
    child.on('exit', (status) => resolve(status ?? 1));
  }).finally(() => clearInterval(clock));
  const built =
    code === 0 &&
    (await rename(join(folder, 'server'), target).then(
      () => true,
      () => false,
    ));
  await rm(folder, { recursive: true, force: true });
  return built;
}
