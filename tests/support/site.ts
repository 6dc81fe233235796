import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './root.ts';

export interface RunningSite {
  url: string;
  data: string;
  /** One-time links, printed at the first start. */
  organiserLink: string;
  speakerLink: string;
  /** Id of the demo's live session. */
  live: string;
  /** Everything the process wrote. */
  output(): string;
  process: ChildProcess;
  /** Ends it as Ctrl-C does; answers its exit code. */
  stop(): Promise<number | null>;
  /** Ends it, and keeps its data for a second start. */
  end(signal?: NodeJS.Signals): Promise<void>;
}

export interface SiteOptions {
  env?: Record<string, string>;
  data?: string;
  /** What the command begins with: on another host, say. */
  within?: string[];
}

export const freePort = (): Promise<number> =>
  new Promise((done, failed) => {
    const server = createServer().once('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => done(port));
    });
  });

/** The real product, as `npm start` runs it, on data of its own. The build must exist: `npm run build`. */
export async function startSite({ env = {}, data, within = [] }: SiteOptions = {}): Promise<RunningSite> {
  if (!existsSync(join(root, 'build/site/handler.js')))
    throw new Error('the pages are not built: npm run build');
  const folder = data ?? mkdtempSync(join(tmpdir(), 'veche-site-'));
  const port = await freePort();
  const [program, ...args] = [...within, process.execPath, join(root, 'bin/launcher/serve.mjs')];
  const child = spawn(program!, args, {
    cwd: root,
    env: {
      ...process.env,
      VECHE_ENGINE: 'off',
      VECHE_WORK: '8',
      VECHE_LOG: 'info',
      ...env,
      PORT: String(port),
      VECHE_DATA: folder,
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  child.stdout!.on('data', (chunk: Buffer) => (output += String(chunk)));
  child.stderr!.on('data', (chunk: Buffer) => (output += String(chunk)));
  const ended = new Promise<number | null>((done) => child.once('exit', (code) => done(code)));
  await new Promise<void>((done, failed) => {
    const timer = setTimeout(() => failed(new Error(`the site did not start in 60 s:\n${output}`)), 60_000);
    child.on('message', () => {
      clearTimeout(timer);
      done();
    });
    void ended.then((code) => {
      clearTimeout(timer);
      failed(new Error(`the site ended with ${code}:\n${output}`));
    });
  });
  const link = (label: string) => new RegExp(`${label}[^\\n]*?(http\\S+)`).exec(output)?.[1] ?? '';
  const end = async (signal: NodeJS.Signals = 'SIGTERM'): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, failed) => {
      timer = setTimeout(() => failed(new Error(`the site did not end in 100 s:\n${output}`)), 100_000);
    });
    await Promise.race([ended, late]).finally(() => clearTimeout(timer));
  };
  return {
    url: `http://127.0.0.1:${port}`,
    data: folder,
    organiserLink: link('Organiser'),
    speakerLink: link('Speaker'),
    live: link('Live now').split('/').at(-1) ?? '',
    output: () => output,
    process: child,
    end,
    stop: async () => {
      const isRunning = child.exitCode === null && child.signalCode === null;
      await end();
      const code = await ended;
      if (isRunning && code === 1) throw new Error(`the site did not end cleanly:\n${output}`);
      if (!data) rmSync(folder, { recursive: true, force: true });
      return code;
    },
  };
}
