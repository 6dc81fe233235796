import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decideBuild, decideInstall, nodeProblem } from './decide.mjs';
import { fingerprint } from './fingerprint.mjs';
import { explain } from './say.mjs';

const own = { version: '1.0.0', integrity: 'sha512-own' };
const tool = { version: '2.0.0', integrity: 'sha512-tool', dev: true };
const lock = { packages: { '': {}, 'node_modules/own': own, 'node_modules/tool': tool } };

describe('what to do about node_modules', () => {
  test('a fresh clone gets what is needed to run', () => {
    expect(decideInstall({ wanted: 'b', stamp: undefined, lock, installed: undefined })).toBe('runtime');
  });

  test('after a developer’s own npm ci nothing is taken away', () => {
    expect(decideInstall({ wanted: 'b', stamp: undefined, lock, installed: lock })).toBe('stamp');
  });

  test('a changed lock installs again, with the developer’s packages where they are', () => {
    const older = { packages: { 'node_modules/own': { ...own, version: '0.9.0' } } };
    expect(decideInstall({ wanted: 'b', stamp: 'a', lock, installed: older })).toBe('runtime');
    const developers = { packages: { ...older.packages, 'node_modules/tool': tool } };
    expect(decideInstall({ wanted: 'b', stamp: 'a', lock, installed: developers })).toBe('all');
  });

  test('an optional package for another platform may be absent, a wrong one may not stand', () => {
    const node = { version: '24.0.0', integrity: 'sha512-node', optional: true };
    const wanting = { packages: { 'node_modules/own': own, 'node_modules/node-x': node } };
    const without = { packages: { 'node_modules/own': own } };
    const wrong = {
      packages: { 'node_modules/own': own, 'node_modules/node-x': { ...node, version: '23.0.0' } },
    };
    expect(decideInstall({ wanted: 'b', stamp: 'a', lock: wanting, installed: without })).toBe('stamp');
    expect(decideInstall({ wanted: 'b', stamp: 'a', lock: wanting, installed: wrong })).toBe('runtime');
  });
});

test('a build is kept only when it is whole and made from the same files', () => {
  expect(decideBuild({ wanted: 'a', made: 'a', complete: true })).toBe('keep');
  expect(decideBuild({ wanted: 'a', made: 'a', complete: false })).toBe('build');
  expect(decideBuild({ wanted: 'a', made: 'b', complete: true })).toBe('build');
  expect(decideBuild({ wanted: 'a', made: undefined, complete: true })).toBe('build');
});

test('an old Node is told which one is needed', () => {
  expect(nodeProblem('20.0.0')).toBeUndefined();
  expect(nodeProblem('18.19.1')).toContain('Node 20');
});

test('what npm says becomes one sentence with what to do', () => {
  expect(explain('npm error code ENOSPC')).toContain('disk is full');
  expect(explain('npm error code EAI_AGAIN')).toContain('Check the connection');
  expect(explain('npm error code E_UNHEARD_OF')).toBeUndefined();
});

describe('a small project', () => {
  let root = '';
  const children: ChildProcess[] = [];

  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'veche-launcher-'));
    cpSync(resolve(import.meta.dirname, '..'), join(root, 'bin'), { recursive: true });
    const put = (path: string, text: string) => {
      mkdirSync(join(root, path, '..'), { recursive: true });
      writeFileSync(join(root, path), text);
    };
    const local = { '@sveltejs/kit': 'file:./pk/kit', vite: 'file:./pk/vite' };
    put(
      'package.json',
      JSON.stringify({
        name: 'small',
        version: '1.0.0',
        type: 'module',
        scripts: { start: 'node bin/start.mjs' },
        dependencies: local,
      }),
    );
    put('pk/kit/package.json', JSON.stringify({ name: '@sveltejs/kit', version: '1.0.0' }));
    put('pk/vite/package.json', JSON.stringify({ name: 'vite', version: '1.0.0' }));
    put('pk/kit/svelte-kit.js', '');
    put(
      'pk/vite/bin/vite.js',
      `const fs = require('fs'); fs.mkdirSync('build/site', { recursive: true });
       fs.writeFileSync('build/site/handler.js', ''); fs.appendFileSync('builds', '1');`,
    );
    put(
      'package-lock.json',
      JSON.stringify({
        name: 'small',
        version: '1.0.0',
        lockfileVersion: 3,
        packages: {
          '': { name: 'small', version: '1.0.0', dependencies: local },
          'node_modules/@sveltejs/kit': { resolved: 'pk/kit', link: true },
          'node_modules/vite': { resolved: 'pk/vite', link: true },
          'pk/kit': { name: '@sveltejs/kit', version: '1.0.0' },
          'pk/vite': { name: 'vite', version: '1.0.0' },
        },
      }),
    );
    put(
      'src/server/app/child.ts',
      `process.on('message', (word: string) => process.send!(word)); process.on('disconnect', () => process.exit());`,
    );
    put(
      'src/server/app/main.ts',
      `import { fork } from 'node:child_process';
       const child = fork(import.meta.dirname + '/child.ts', { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
       child.on('exit', () => console.log('child gone'));
       setTimeout(() => child.connected && child.send('still here'), 1000);
       child.on('message', (word) => console.log('child', word));
       const at: number = process.pid; console.log('up', at);
       const open = setInterval(() => undefined, 1000);
       for (const signal of ['SIGINT', 'SIGTERM'] as const) {
         process.on(signal, () => { console.log('told', signal); setTimeout(() => process.exit(7), 300); });
       }`,
    );
  });

  afterAll(() => {
    for (const child of children)
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    rmSync(root, { recursive: true, force: true });
  });

  function start({ env = {}, ownGroup = false } = {}) {
    const child = spawn(process.execPath, ['bin/start.mjs'], {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: ownGroup,
    });
    children.push(child);
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    const ended = new Promise<number | null>((done) => child.once('exit', (code) => done(code)));
    const up = async () => {
      await expect.poll(() => output, { timeout: 20_000, interval: 10 }).toMatch(/up \d+/);
      const [, pid] = /up (\d+)/.exec(output) ?? [];
      return { pid: Number(pid) };
    };
    return { child, ended, up, read: () => output };
  }

  const lives = (pid: number) => {
    try {
      process.kill(pid, 0);
      return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
    } catch {
      return false;
    }
  };

  test('installs, builds, runs; the second start does none of it again', async () => {
    const first = start();
    await first.up();
    expect(first.read()).toMatch(/installing[^]*building/);
    first.child.kill('SIGTERM');
    expect(await first.ended).toBe(7);
    expect(first.read().match(/told SIGTERM/g)).toHaveLength(1);

    const second = start();
    await second.up();
    // How quick it is, `npm run bench -- start` says.
    expect(second.read()).not.toMatch(/installing|building/);
    second.child.kill('SIGINT');
    expect(await second.ended).toBe(7);
    expect(readFileSync(join(root, 'builds'), 'utf8')).toBe('1');
  }, 60_000);

  test('what the server forks lives as long as it wants to', async () => {
    const run = start();
    await run.up();
    await expect.poll(run.read, { timeout: 5_000 }).toMatch(/child (still here|gone)/);
    expect(run.read()).toContain('child still here');
    run.child.kill('SIGTERM');
    expect(await run.ended).toBe(7);
  }, 30_000);

  test('Ctrl-C, which reaches both, is told to the server once', async () => {
    const run = start({ ownGroup: true });
    await run.up();
    process.kill(-(run.child.pid ?? 0), 'SIGINT');
    expect(await run.ended).toBe(7);
    expect(run.read().match(/told/g)).toHaveLength(1);
  }, 30_000);

  test('the server stops when its launcher is killed', async () => {
    const run = start();
    const { pid } = await run.up();
    expect(lives(pid)).toBe(true);
    run.child.kill('SIGKILL');
    await expect.poll(() => lives(pid), { timeout: 5_000 }).toBe(false);
  }, 30_000);

  test.each(['SIGTERM', 'SIGKILL'] as const)(
    'the server stops when npm gets %s, which npm keeps to itself',
    async (signal) => {
      const npm = spawn('npm', ['start'], { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] });
      children.push(npm);
      let output = '';
      npm.stdout.on('data', (chunk) => (output += chunk));
      await expect.poll(() => output, { timeout: 20_000 }).toMatch(/up \d+/);
      const pid = Number(/up (\d+)/.exec(output)?.[1]);
      npm.kill(signal);
      await expect.poll(() => lives(pid), { timeout: 5_000 }).toBe(false);
    },
    30_000,
  );

  test('a changed page is built again, a changed test is not', async () => {
    const before = fingerprint(root);
    writeFileSync(join(root, 'src/page.test.ts'), '1');
    expect(fingerprint(root)).toBe(before);
    writeFileSync(join(root, 'src/page.svelte'), '1');
    expect(fingerprint(root)).not.toBe(before);
    const run = start();
    await run.up();
    expect(run.read()).toContain('building');
    run.child.kill('SIGTERM');
    await run.ended;
  }, 30_000);

  test('without npm it says what to install', async () => {
    rmSync(join(root, 'node_modules'), { recursive: true });
    const run = start({ env: { PATH: '/nowhere', npm_execpath: '' } });
    expect(await run.ended).toBe(1);
    expect(run.read()).toContain('npm was not found');
    expect(existsSync(join(root, 'node_modules'))).toBe(false);
  }, 30_000);
});
