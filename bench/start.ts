import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../tests/support/root.ts';
import { freePort } from '../tests/support/site.ts';
import { printFigures } from './support/table.ts';

interface Started {
  seconds: number;
  child: ChildProcess;
  /** Ends everything the start command started. */
  end(signal: NodeJS.Signals): Promise<void>;
}

/** From the command to the first page that answers 200, polled every 10 ms, through the launcher as a person would. */
async function start(clone: string, data: string, cache: string): Promise<Started> {
  const port = await freePort();
  const began = performance.now();
  const child = spawn('npm', ['start', '--silent'], {
    cwd: clone,
    detached: true,
    stdio: 'ignore',
    env: {
      ...process.env,
      PORT: String(port),
      VECHE_DATA: data,
      VECHE_ENGINE: 'off',
      npm_config_cache: cache,
    },
  });
  const gone = new Promise<void>((done) => child.once('exit', () => done()));
  for (;;) {
    const response = await fetch(`http://127.0.0.1:${port}/be`).catch(() => undefined);
    if (response?.status === 200 && (await response.text()).includes('<h1')) break;
    if (performance.now() - began > 240_000) throw new Error('no page in four minutes');
    await new Promise((done) => setTimeout(done, 10));
  }
  return {
    seconds: (performance.now() - began) / 1000,
    child,
    end: async (signal) => {
      process.kill(-child.pid!, signal);
      await gone;
      // The group's leader is gone; its children follow.
      await new Promise((done) => setTimeout(done, 1_500));
    },
  };
}

/** Fresh clone → first page; second start; start after kill -9 of everything. `--empty-cache` also measures without npm's cache. */
export default async function starting(args: string[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'veche-clone-'));
  const clone = join(folder, 'veche');
  const data = join(folder, 'data');
  const cache = execFileSync('npm', ['config', 'get', 'cache'], { encoding: 'utf8' }).trim();
  try {
    const runs: Record<string, number> = {};
    if (args.includes('--empty-cache')) {
      execFileSync('git', ['clone', '-q', root, clone]);
      const first = await start(clone, join(folder, 'data-empty'), join(folder, 'npm-cache'));
      runs.empty = first.seconds;
      await first.end('SIGINT');
      rmSync(clone, { recursive: true, force: true });
    }
    execFileSync('git', ['clone', '-q', root, clone]);
    const fresh = await start(clone, data, cache);
    await fresh.end('SIGINT');
    const second = await start(clone, data, cache);
    await second.end('SIGKILL');
    const after = await start(clone, data, cache);
    await after.end('SIGINT');
    const row = (what: string, seconds: number, aim: number) => ({
      what,
      ours: `${seconds.toFixed(1)} s`,
      beside: '—',
      aim: `< ${aim} s`,
      isReached: seconds < aim,
    });
    printFigures('start, wall clock through `npm start`, two cores', [
      row('fresh clone → first page, npm cache warm', fresh.seconds, 30),
      ...(runs.empty ? [row('fresh clone → first page, npm cache empty', runs.empty, 60)] : []),
      row('second start', second.seconds, 1.5),
      row('after kill -9 of everything', after.seconds, 5),
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
