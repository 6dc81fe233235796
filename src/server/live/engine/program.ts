import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Log } from '#server/kernel';
import { addressHere } from './address-here.ts';
import { engineConfiguration, type EngineKeys, type EnginePlace } from './configuration.ts';

export interface RunningProgram {
  pid: number;
  ended: Promise<{ code: number | null; signal: string | null }>;
  stop(): Promise<void>;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

const answers = (port: number): Promise<boolean> =>
  fetch(`http://127.0.0.1:${port}/`, { signal: AbortSignal.timeout(1000) }).then(
    (response) => response.ok,
    () => false,
  );

/**
 * Starts the engine with a configuration only its owner can read, and waits until it answers. Throws when it ends first
 * or says nothing for 15 s. What it writes goes through our log's allow-list: never a line of its own.
 */
export async function startProgram(
  path: string,
  data: string,
  place: EnginePlace,
  keys: EngineKeys,
  log: Log,
): Promise<RunningProgram> {
  const folder = join(data, 'engine');
  await mkdir(folder, { recursive: true });
  const configuration = join(folder, 'configuration.yaml');
  // Asked at each start: by the next one the machine may have another.
  const here = await addressHere(place.mediaAddress);
  await writeFile(configuration, engineConfiguration(place, keys, here), { mode: 0o600 });
  await chmod(configuration, 0o600);
  const child = spawn(path, ['--config', configuration], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH },
  });
  const ended = new Promise<{ code: number | null; signal: string | null }>((resolve) => {
    child.once('error', () => resolve({ code: -1, signal: null }));
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  countLines(child, log);
  if (child.pid)
    await writeFile(join(folder, 'pid'), `${child.pid} ${path} ${process.pid}\n`, { mode: 0o600 });
  let over = false;
  void ended.then(() => (over = true));
  const stop = async (): Promise<void> => {
    if (!over) child.kill('SIGTERM');
    const late = setTimeout(() => child.kill('SIGKILL'), 4000);
    await ended;
    clearTimeout(late);
    await rm(join(folder, 'pid'), { force: true });
  };
  for (let waited = 0; waited < 15_000; waited += 50) {
    if (over) throw new Error('the engine ended while starting');
    if (await answers(place.port)) return { pid: child.pid!, ended, stop };
    await pause(50);
  }
  await stop();
  throw new Error('the engine did not answer');
}

/** Its lines may quote addresses: only how many errors there were is kept. */
function countLines(child: ChildProcess, log: Log): void {
  let count = 0;
  const note = (part: Buffer): void => {
    const before = count;
    for (const byte of part) if (byte === 10) count++;
    if (count > 0 && Math.floor(before / 100) !== Math.floor(count / 100))
      log.warn('the video engine reports errors', { count });
  };
  child.stdout?.on('data', note);
  child.stderr?.on('data', note);
}

/**
 * Ends the engine of a run that crashed, if the process of that number really is ours. `taken`: it is no orphan, another process
 * of ours that uses the same folder has it.
 */
export async function endOrphan(data: string): Promise<boolean | 'taken'> {
  const file = join(data, 'engine', 'pid');
  const [pid, path, owner] = (await readFile(file, 'utf8').catch(() => '')).trim().split(' ');
  if (!pid || !/^\d+$/.test(pid) || !path) return false;
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  const [program, , configuration] = command.split('\0');
  const ours = program === path && configuration === join(data, 'engine', 'configuration.yaml');
  if (ours && owner && owner !== String(process.pid) && (await runsUs(owner))) return 'taken';
  if (ours) {
    process.kill(Number(pid), 'SIGTERM');
    for (let waited = 0; waited < 5000 && (await isAlive(pid)); waited += 50) await pause(50);
    if (await isAlive(pid)) process.kill(Number(pid), 'SIGKILL');
  }
  await rm(file, { force: true });
  return ours;
}

/** A number may have gone to another program since. */
const runsUs = async (pid: string): Promise<boolean> =>
  (await isAlive(pid)) &&
  (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).includes('bin/launcher/serve.mjs');

const isAlive = (pid: string): Promise<boolean> =>
  readFile(`/proc/${pid}/stat`, 'utf8').then(
    (stat) => !/\) [ZX]/.test(stat),
    () => false,
  );
