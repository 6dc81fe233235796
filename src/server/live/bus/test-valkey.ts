import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../engine/program.ts';

export interface RunningValkey {
  url: string;
  /** Ends it without a word, and starts it again at the same address. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** The system's own; nothing is fetched. */
export const valkeyProgram = ['valkey-server', 'redis-server'].find((name) => {
  try {
    return execFileSync('which', [name], { encoding: 'utf8' });
  } catch {
    return undefined;
  }
});

const answers = (port: number): Promise<boolean> =>
  new Promise((done) => {
    const socket = connect(port, '127.0.0.1', () => done(socket.destroy() && true));
    socket.once('error', () => done(false));
  });

/** A throw-away one with a password, which keeps nothing on the disk. */
export async function startValkey(): Promise<RunningValkey> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'veche-valkey-'));
  const launch = async () => {
    const settings = {
      port,
      bind: '127.0.0.1',
      dir: folder,
      save: '',
      appendonly: 'no',
      requirepass: 'let me in',
    };
    const child = spawn(
      valkeyProgram!,
      Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]),
      { stdio: 'ignore' },
    );
    for (let waited = 0; waited < 10_000 && !(await answers(port)); waited += 20)
      await new Promise((done) => setTimeout(done, 20));
    return child;
  };
  let child = await launch();
  const kill = async (): Promise<void> => {
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  };
  return {
    url: `valkey://:${encodeURIComponent('let me in')}@127.0.0.1:${port}/test`,
    restart: async () => {
      await kill();
      child = await launch();
    },
    stop: async () => {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
