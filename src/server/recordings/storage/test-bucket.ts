import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { readBucket, type Bucket } from './wire.ts';

/** A real server of S3's words; built by `.ci/run`, never by a test. */
export const bucketProgram = [
  process.env.VERSITYGW_PATH,
  join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'veche/versitygw-1.8.0'),
].find((path) => path && existsSync(path));

export interface RunningBucket {
  /** As VECHE_STORAGE says it. */
  setting: string;
  bucket: Bucket;
  folder: string;
  kill(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

const freePort = (): Promise<number> =>
  new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => done(port));
    });
  });

const answers = (port: number): Promise<boolean> =>
  new Promise((done) => {
    const socket = connect(port, '127.0.0.1', () => done(socket.destroy() && true));
    socket.once('error', () => done(false));
  });

/** A throw-away one, with a bucket in it. */
export async function startBucket(): Promise<RunningBucket> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'veche-bucket-'));
  mkdirSync(join(folder, 'data/records'), { recursive: true });
  mkdirSync(join(folder, 'meta'));
  let child: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    const args = ['--port', `127.0.0.1:${port}`, '--quiet', 'posix', '--sidecar', join(folder, 'meta')];
    child = spawn(bucketProgram!, [...args, join(folder, 'data')], {
      stdio: 'ignore',
      env: { PATH: process.env.PATH, ROOT_ACCESS_KEY: 'test', ROOT_SECRET_KEY: 'let/me in' },
    });
    for (let waited = 0; waited < 20_000 && !(await answers(port)); waited += 50)
      await new Promise((done) => setTimeout(done, 50));
  };
  const kill = async (): Promise<void> => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  };
  await start();
  const setting = `s3+http://test:${encodeURIComponent('let/me in')}@127.0.0.1:${port}/records/site?region=us-east-1`;
  return {
    setting,
    bucket: readBucket(setting)!,
    folder,
    start,
    kill,
    stop: async () => {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
