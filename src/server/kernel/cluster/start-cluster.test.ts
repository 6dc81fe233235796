import { type ChildProcess, spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { isAlive, processesIn } from './processes.ts';
import { type Cluster, type ClusterAddress, findCluster, startCluster } from './start-cluster.ts';

// One folder for all: making a cluster takes a second, starting it again a tenth of that.
let dir = '';
let said: string[] = [];
let running: Cluster[] = [];
const note = (what: string, fields: { code?: unknown } = {}) =>
  void said.push(`${what} ${String(fields.code)}`);
const log = { info: note, warn: note, error: note };

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'veche-cluster-'));
});

beforeEach(() => {
  said = [];
  running = [];
});

afterEach(async () => {
  for (const cluster of running) await cluster.stop();
});

afterAll(() => {
  for (const pid of processesIn(join(dir, 'data'))) process.kill(pid, 'SIGKILL');
  rmSync(dir, { recursive: true, force: true });
});

async function start(at = dir, fsync = false): Promise<Cluster> {
  const cluster = await startCluster({ dir: at, log, fsync });
  running.push(cluster);
  return cluster;
}

async function ask<T extends pg.QueryResultRow>(url: ClusterAddress, text: string): Promise<T[]> {
  const client = new pg.Client(url);
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<T>(text)).rows;
  } finally {
    await client.end();
  }
}

/** A Veche of its own, so that it can be killed: prints the pid of PostgreSQL once it is ready. */
async function startElsewhere(more = ''): Promise<{ veche: ChildProcess; postgres: number }> {
  const program = `
    import { startCluster } from ${JSON.stringify(join(import.meta.dirname, 'start-cluster.ts'))};
    const nothing = () => undefined;
    const log = { info: nothing, warn: nothing, error: nothing };
    const cluster = await startCluster({ dir: ${JSON.stringify(dir)}, fsync: false, log });
    setInterval(nothing, 1000);
    ${more}
    // Last: the line says that everything above stands, and the other side may strike at once.
    console.log(cluster.pid);`;
  const veche = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: veche.stdout });
  const postgres = await new Promise<number>((done, fail) => {
    lines.once('line', (line) => done(Number(line)));
    veche.once('exit', () => fail(new Error('the other Veche ended')));
  });
  return { veche, postgres };
}

async function killed(child: ChildProcess): Promise<void> {
  const gone = new Promise((done) => child.once('exit', done));
  child.kill('SIGKILL');
  await gone;
}

describe('a start', () => {
  test('makes a UTF-8 cluster that understands Cyrillic and listens on no address', async () => {
    const { url } = await start();
    const [row] = await ask<Record<string, string>>(
      { ...url, database: 'postgres' },
      `select current_setting('server_encoding') encoding, current_setting('listen_addresses') listens,
        current_setting('log_statement') logged, datlocprovider provider, datlocale locale,
        similarity('вечар', 'вечары') > 0 as similar, upper('ўсё') as upper
      from pg_database where datname = '${url.database}'`,
    );
    expect(row).toEqual({
      encoding: 'UTF8',
      listens: '',
      logged: 'none',
      provider: 'b',
      locale: 'C.UTF-8',
      similar: true,
      upper: 'ЎСЁ',
    });
    expect(said).not.toContain('postgres cyrillic_search_broken');
    expect(said).not.toContain('postgres no_trigrams');
  });

  test('is found by another process of the same machine, until it stops', async () => {
    const cluster = await start();
    expect(findCluster(dir)).toEqual(cluster.url);
    await cluster.stop();
    expect(findCluster(dir)).toBeUndefined();
  });

  test('is refused while another one holds the directory, and says which process that is', async () => {
    await start();
    await expect(start()).rejects.toMatchObject({
      code: 'in_use',
      message: expect.stringContaining(String(process.pid)),
    });
    for (const cluster of running) await cluster.stop();
    const { veche } = await startElsewhere();
    await expect(start()).rejects.toMatchObject({
      code: 'in_use',
      message: expect.stringContaining(`process ${veche.pid}`),
    });
    await killed(veche);
    await start();
  });

  test('of two at the same moment exactly one wins', async () => {
    const both = await Promise.allSettled([start(), start(), start()]);
    expect(both.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
  });

  test.skipIf(process.getuid?.() !== 0)(
    'as root works behind a folder that nobody else may enter',
    async () => {
      mkdirSync(join(dir, 'closed'), { mode: 0o700 });
      const { url } = await start(join(dir, 'closed', 'data'));
      const [row] = await ask(url, `select count(*)::int as files from pg_ls_waldir()`);
      expect(row?.files).toBeGreaterThan(0);
    },
  );

  test('works however deep the directory lies', async () => {
    const deep = join(dir, 'д'.repeat(60), 'глыбока', 'x'.repeat(60));
    const { url } = await start(deep);
    expect(Buffer.byteLength(url.host)).toBeLessThan(90);
    expect(await ask(url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('finishes what a first start cut short left behind', async () => {
    const fresh = join(dir, 'fresh');
    mkdirSync(join(fresh, 'data.new', 'base'), { recursive: true });
    writeFileSync(join(fresh, 'data.new', 'PG_VERSION'), '18\n');
    const { url } = await start(fresh);
    expect(await ask(url, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(readdirSync(fresh)).not.toContain('data.new');
  });

  test('refuses data of another PostgreSQL and leaves it untouched', async () => {
    const old = join(dir, 'old');
    mkdirSync(join(old, 'data'), { recursive: true });
    writeFileSync(join(old, 'data', 'PG_VERSION'), '16\n');
    await expect(start(old)).rejects.toMatchObject({ code: 'other_version' });
    expect(readdirSync(join(old, 'data'))).toEqual(['PG_VERSION']);
    expect(existsSync(join(old, 'owner.json'))).toBe(false);
  });
});

describe('after a crash', () => {
  test('five kills of the server under writing: what was committed is there', async () => {
    let kept = 0;
    await ask((await start(dir, true)).url, 'drop table if exists kept');
    for (const cluster of running) await cluster.stop();
    for (let round = 0; round < 5; round += 1) {
      const cluster = await start(dir, true);
      await ask(cluster.url, 'create table if not exists kept (n int)');
      const rows = await ask<{ n: number }>(cluster.url, 'select n from kept order by n');
      expect(rows.map(({ n }) => n)).toEqual(Array.from({ length: kept }, (_, n) => n));
      for (let n = 0; n < 20; n += 1, kept += 1) await ask(cluster.url, `insert into kept values (${kept})`);
      // Backends in the middle of work are what holds the shared memory after the server is gone.
      const busy = [1, 2, 3].map(() =>
        ask(cluster.url, 'select count(*) from generate_series(1, 1e8)').catch(() => 'cut'),
      );
      await cluster.kill();
      const next = await start(dir, true);
      expect(await Promise.all(busy)).toEqual(['cut', 'cut', 'cut']);
      await next.stop();
    }
    expect(said).toContain('postgres recovering');
  }, 120_000);

  test('of Veche itself, the server left running is ended and a new one started', async () => {
    for (let round = 0; round < 3; round += 1) {
      const { veche, postgres } = await startElsewhere();
      await killed(veche);
      expect(isAlive(postgres)).toBe(true);
      const cluster = await start();
      expect(isAlive(postgres)).toBe(false);
      expect(await ask(cluster.url, 'select 1 as one')).toEqual([{ one: 1 }]);
      await cluster.stop();
    }
  }, 60_000);

  test('of nothing: a Veche that ends in the middle of its work takes its database along', async () => {
    const { veche, postgres } = await startElsewhere('process.on("SIGTERM", () => process.exit(3))');
    veche.kill('SIGTERM');
    await expect.poll(() => isAlive(postgres), { timeout: 10_000 }).toBe(false);
    await start();
    expect(said).not.toContain('postgres left_running');
    expect(said).not.toContain('postgres recovering');
  });

  test('of everything at once, three rounds', async () => {
    for (let round = 0; round < 3; round += 1) {
      const { veche, postgres } = await startElsewhere();
      process.kill(postgres, 'SIGKILL');
      await killed(veche);
      const cluster = await start();
      expect(await ask(cluster.url, 'select 1 as one')).toEqual([{ one: 1 }]);
      await cluster.stop();
    }
  }, 60_000);

  test('a lock file that names a living but foreign process neither stops us nor harms it', async () => {
    await (await start()).stop();
    // Of the same user as PostgreSQL, which alone makes PostgreSQL believe in it.
    const { uid } = statSync(join(dir, 'data'));
    const bystander = spawn('sleep', ['60'], { stdio: 'ignore', uid });
    const lines = [bystander.pid, join(dir, 'data'), 1, 5432, join(dir, 'socket'), '', '', 'ready   '];
    writeFileSync(join(dir, 'socket', '.s.PGSQL.5432.lock'), lines.join('\n'));
    writeFileSync(join(dir, 'data', 'postmaster.pid'), lines.join('\n'));
    writeFileSync(join(dir, 'owner.json'), JSON.stringify({ pid: bystander.pid, started: '1' }));
    const { url } = await start();
    expect(await ask(url, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(isAlive(bystander.pid ?? 0)).toBe(true);
    await killed(bystander);
  });

  test('neither words of statements nor values reach the log', async () => {
    const { url } = await start();
    await ask(url, 'create table secret (word text unique)');
    await ask(url, `insert into secret values ('canary')`);
    await ask(url, `insert into secret values ('canary')`).catch(() => undefined);
    await ask(url, `do $$ begin raise log 'canary %', 1; raise warning 'canary'; end $$`);
    const cut = ask(url, `select pg_terminate_backend(pg_backend_pid()), 'canary'`);
    await expect(cut).rejects.toThrow();
    expect(said.length).toBeGreaterThan(0);
    expect(said.join('\n')).not.toContain('canary');
    expect(said.join('\n')).not.toContain('secret');
  });
});

test('a clean stop leaves no process, no owner and no lock', async () => {
  const cluster = await start();
  const open = new pg.Client(cluster.url);
  open.on('error', () => undefined);
  await open.connect();
  await cluster.stop();
  await cluster.stop();
  expect(await cluster.ended).toEqual({ expected: true });
  expect(processesIn(join(dir, 'data'))).toEqual([]);
  expect(existsSync(join(dir, 'owner.json'))).toBe(false);
  expect(existsSync(join(dir, 'data', 'postmaster.pid'))).toBe(false);
  expect(readFileSync(join(dir, 'data', 'PG_VERSION'), 'utf8').trim()).toBe('18');
});
