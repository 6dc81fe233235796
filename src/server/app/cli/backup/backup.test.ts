import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  mkdirSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import * as accounts from '#server/accounts';
import {
  audit,
  deriveKeys,
  findBrokenAudit,
  inTransaction,
  makeLog,
  openDatabase,
  Refusal,
  sealField,
  type Ctx,
} from '#server/kernel';
import { createDatabase, withClient } from '../../../../../tests/support/cluster.ts';
import { openTestDatabase, root, system, testCtx } from '../../../../../tests/support/given.ts';
import { backupLines } from './lines.ts';
import { addressedTo, opened, sealed } from './seal.ts';
import { takeBack } from './take-back.ts';
import { writeSafely } from './write.ts';

const { host, user, template } = inject('cluster');
const folder = mkdtempSync(join(tmpdir(), 'veche-backup-'));
const key = randomBytes(32);
const drops: (() => Promise<void>)[] = [];
let identity = '';
let recipient = '';
let source: string;

/** Every kind of value that has once been lost on such a way. */
const odd = `create schema odd; create table odd.values (id integer generated always as identity, doc jsonb, old json, raw bytea,
  many text[], at timestamptz, exact numeric, rough double precision, words text, twice integer generated always as (id * 2) stored)`;

beforeAll(async () => {
  identity = await generateX25519Identity();
  recipient = await identityToRecipient(identity);
  writeFileSync(join(folder, 'identity'), `# made for a test\n${identity}\n`);
  const database = await openTestDatabase();
  source = (await database.pool.query<{ name: string }>('select current_database() as name')).rows[0]!.name;
  await fill(database.pool);
});

afterAll(async () => {
  for (const drop of drops) await drop();
  rmSync(folder, { recursive: true, force: true });
});

async function fill(pool: pg.Pool): Promise<void> {
  const ctx = system(await testCtx({ commits: true }));
  for (let count = 0; count < 20; count += 1) {
    await accounts.invite(ctx, [accounts.installation], { role: 'organiser', note: `Заўвага ${count}` });
    await audit(ctx, 'test.fill', `thing:${count}`, { count });
  }
  await pool.query(odd);
  await pool.query(
    `insert into odd.values (doc, old, raw, many, at, exact, rough, words) values
      ('null', '{"a" : 1,
 "a": 2}', '\\x00ff0a', array['a,b', null, '"', ''], '2026-10-31 10:42:00.123456+00', 123456789012345678901234567890.12345, 0.1::float8 + 0.2, E'line\\nline\\r\\u2028\\\\N\\t''"'),
      (null, 'null', '', '{}', 'infinity', 'NaN', '-Infinity', ''),
      ('{"ў": "\\u00a0"}', null, null, null, '0044-03-15 12:00:00 BC', 0, '-0', null)`,
  );
  await pool.query(`insert into odd.values (words) values (repeat('вялікі радок ', 400000))`);
  await pool.query(`select nextval('odd.values_id_seq')`);
}

/** With all tables and nothing in them, or with nothing at all. */
async function emptyDatabase({ filled = true, more = '' } = {}) {
  const made = await createDatabase({ host, user, database: 'postgres' }, filled ? { template } : {});
  const connection = { host, user, database: made.database };
  drops.push(made.drop);
  const look = async (text: string) =>
    withClient(connection, async (client) => (await client.query(text)).rows);
  if (filled) await look(odd + more);
  return { connection, look };
}

let files = 0;
async function backUp(
  options: { to?: string[]; data?: string; database?: string; onKeyFile?: (name: string) => void } = {},
): Promise<string> {
  const path = join(folder, `${(files += 1)}.backup`);
  const client = new pg.Client({ host, user, database: options.database ?? source });
  await client.connect();
  try {
    const lines = backupLines({
      client,
      version: '0',
      data: options.data ?? join(folder, 'none'),
      never: [],
      key,
      onKeyFile: options.onKeyFile ?? (() => undefined),
    });
    await writeSafely(path, await sealed(lines, addressedTo(options.to ?? [])));
  } finally {
    await client.end();
  }
  return path;
}

interface Wish {
  to: { connection: { host: string; user: string; database: string } };
  withIdentity?: string;
  data?: string;
  replace?: boolean;
}

const restore = (
  path: string,
  { to, withIdentity, data = join(folder, `data-${files}`), replace = false }: Wish,
) => takeBack({ connection: to.connection, root, data, replace }, opened(path, withIdentity));

/** Each table by PostgreSQL's own text of its rows: another way than the backup's. */
async function fingerprints(connection: { database: string }): Promise<Record<string, string>> {
  return withClient({ host, user, ...connection }, async (pool) => {
    const { rows } = await pool.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema') order by 1`,
    );
    const all: Record<string, string> = {};
    for (const { name } of rows) {
      const found = await pool.query(
        `select count(*) || ' ' || coalesce(md5(string_agg(md5(one::text), '' order by one::text)), '') as sum from ${name} one`,
      );
      // The moment at which the queue's own tables were made is a copy's own.
      if (name !== 'graphile_worker.migrations') all[name] = found.rows[0].sum;
    }
    return all;
  });
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'nothing was refused',
    (error: unknown) => (error instanceof Refusal ? error.code : String(error)),
  );
}

async function auditIsWhole(connection: { host: string; user: string; database: string }): Promise<boolean> {
  const database = openDatabase(connection, makeLog('silent'), 1);
  const broken = await findBrokenAudit({ db: database.db } as Ctx);
  await database.close();
  return broken === undefined;
}

describe('round trip', () => {
  test('every table comes back as it was, with its counters, odd values and a row of 10 MB', async () => {
    const path = await backUp({ to: [recipient] });
    const to = await emptyDatabase();
    const restored = await restore(path, { to, withIdentity: join(folder, 'identity') });
    expect(restored.rows).toBeGreaterThan(40);
    const [before, after] = [await fingerprints({ database: source }), await fingerprints(to.connection)];
    expect(Object.keys(after).length).toBeGreaterThan(25);
    expect(after).toEqual(before);
    expect(before['odd."values"']).toMatch(/^4 /);
    expect(before['kernel.audit']).not.toMatch(/^0 /);
    expect(await to.look(`insert into odd.values (words) values ('next') returning id, twice`)).toEqual([
      { id: 6, twice: 12 },
    ]);
    expect(await auditIsWhole(to.connection)).toBe(true);
  }, 90_000);

  test('a database that was never started gets its tables first', async () => {
    // A copy without the tables that no migration makes.
    const copy = await createDatabase({ host, user, database: 'postgres' }, { template });
    drops.push(copy.drop);
    const { host: at, user: name, database } = copy;
    await withClient({ host: at, user: name, database }, (client) =>
      client.query(`insert into kernel.setting values ('a', '{"b": [1, null]}')`),
    );
    const path = await backUp({ database });
    const to = await emptyDatabase({ filled: false });
    await restore(path, { to });
    const after = await fingerprints(to.connection);
    expect(after['kernel.setting']).toMatch(/^1 /);
    expect(after).toEqual(await fingerprints({ database }));
  });

  test('is one moment, whoever writes meanwhile', async () => {
    const { pool } = await openTestDatabase();
    const table = '; create table odd.purses (id integer primary key, sum integer)';
    await pool.query(
      `${table.slice(2)}; insert into odd.purses select n, 100 from generate_series(1, 2000) n`,
    );
    const ctx = system(await testCtx({ commits: true }));
    let isWriting = true;
    let written = 0;
    const writers = [1, 2, 3].map(async () => {
      while (isWriting) {
        const from = 1 + Math.floor(Math.random() * 1999);
        await pool
          .query(
            'update odd.purses set sum = sum + case id when $1 then -1 else 1 end where id in ($1, $2)',
            [from, from + 1],
          )
          .catch(() => undefined);
        await inTransaction(ctx, (inner) => audit(inner, 'test.write', `purse:${from}`));
        written += 1;
      }
    });
    await new Promise((done) => setTimeout(done, 50));
    const begun = written;
    const path = await backUp();
    const during = written - begun;
    isWriting = false;
    await Promise.all(writers);
    expect(during).toBeGreaterThan(5);
    const to = await emptyDatabase({ more: table });
    await restore(path, { to });
    expect(await to.look('select sum(sum)::int as sum, count(*)::int as count from odd.purses')).toEqual([
      { sum: 200_000, count: 2_000 },
    ]);
    expect(await auditIsWhole(to.connection)).toBe(true);
    await pool.query('drop table odd.purses');
  });

  test('files of VECHE_DATA come along, but never the key, the engine or the database’s own', async () => {
    const data = join(folder, 'from');
    for (const name of ['pictures/deep', 'postgres', 'engine'])
      mkdirSync(join(data, name), { recursive: true });
    const picture = randomBytes(200_000);
    writeFileSync(join(data, 'pictures/deep/one.webp'), picture);
    writeFileSync(join(data, 'empty'), '');
    writeFileSync(join(data, 'operator.key'), `${key.toString('hex')}\n`);
    writeFileSync(join(data, 'notes.txt'), `my key: ${key.toString('hex')}`);
    writeFileSync(join(data, 'postgres/x'), 'x');
    writeFileSync(join(data, 'engine/y'), 'y');
    const left: string[] = [];
    const path = await backUp({ data, onKeyFile: (name) => void left.push(name) });
    expect(left).toEqual(['notes.txt']);
    const to = await emptyDatabase();
    const target = join(folder, 'to');
    const restored = await restore(path, { to, data: target });
    expect(restored.files).toBe(2);
    expect(readFileSync(join(target, 'pictures/deep/one.webp')).equals(picture)).toBe(true);
    expect(readFileSync(join(target, 'empty')).length).toBe(0);
    for (const name of ['operator.key', 'notes.txt', 'postgres', 'engine', 'restored'])
      expect(existsSync(join(target, name))).toBe(false);
  });
});

describe('secrets', () => {
  test('the operator key is in no backup, in whatever writing', async () => {
    const { pool } = await openTestDatabase();
    const place = { table: 'kernel.setting', column: 'value', row: 'canary' };
    const closed = sealField(deriveKeys(key), place, 'канарэйка-0042').toString('base64');
    await pool.query('insert into kernel.setting values ($1, $2)', ['canary', JSON.stringify(closed)]);
    const bytes = gunzipSync(readFileSync(await backUp()));
    expect(bytes.includes(closed)).toBe(true);
    expect(bytes.includes('канарэйка')).toBe(false);
    const { wrap, blind, seal } = deriveKeys(key);
    for (const secret of [key, wrap, blind, seal]) {
      for (const text of [
        secret.toString('hex'),
        secret.toString('base64'),
        secret.toString('base64url'),
        secret.toString('latin1'),
      ]) {
        expect(bytes.includes(Buffer.from(text, 'latin1'))).toBe(false);
      }
    }
    await pool.query(`delete from kernel.setting where key = 'canary'`);
  });

  test('an encrypted one shows nothing, and only its owner may read the file', async () => {
    const path = await backUp({ to: [recipient] });
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const bytes = readFileSync(path);
    expect(bytes.subarray(0, 21).toString()).toBe('age-encryption.org/v1');
    expect(bytes.includes('congress')).toBe(false);
    expect(existsSync(`${path}.${process.pid}.part`)).toBe(false);
  });
});

describe('refuses', () => {
  test('another identity, none, and what is no recipient', async () => {
    const path = await backUp({ to: [recipient] });
    writeFileSync(join(folder, 'other'), await generateX25519Identity());
    const to = await emptyDatabase();
    expect(await codeOf(restore(path, { to, withIdentity: join(folder, 'other') }))).toBe(
      'cli.error.other_identity',
    );
    expect(await codeOf(restore(path, { to }))).toBe('cli.error.identity_missing');
    expect(() => addressedTo(['age1nonsense'])).toThrow(Refusal);
  });

  test('one that is cut short or altered anywhere, and leaves the database empty', async () => {
    const { pool } = await openTestDatabase();
    await pool.query('truncate odd.values');
    const path = await backUp({ to: [recipient] });
    const plain = await backUp();
    const to = await emptyDatabase();
    const size = statSync(path).size;
    for (const left of [size - 1, Math.floor(size / 2), 300]) {
      const cut = join(folder, 'cut');
      writeFileSync(cut, readFileSync(path));
      truncateSync(cut, left);
      expect(await codeOf(restore(cut, { to, withIdentity: join(folder, 'identity') }))).toBe(
        'cli.error.backup_damaged',
      );
    }
    for (const at of [size - 20, Math.floor(size / 2), 400]) {
      const altered = readFileSync(path);
      altered[at]! ^= 1;
      writeFileSync(join(folder, 'altered'), altered);
      expect(
        await codeOf(restore(join(folder, 'altered'), { to, withIdentity: join(folder, 'identity') })),
      ).toBe('cli.error.backup_damaged');
    }
    const { gzipSync } = await import('node:zlib');
    const text = gunzipSync(readFileSync(plain)).toString();
    const lines = text.split('\n');
    const forged = {
      'a word changed': text.replace('Заўвага 7', 'Заўвага 8'),
      'a row left out': lines.filter((line) => !line.includes('Заўвага 7')).join('\n'),
      'no end': lines.slice(0, -2).join('\n') + '\n',
      'something after the end': `${text}["x"]\n`,
    };
    for (const [what, changed] of Object.entries(forged)) {
      expect(changed).not.toBe(text);
      writeFileSync(join(folder, 'forged'), gzipSync(changed));
      expect(await codeOf(restore(join(folder, 'forged'), { to })), what).toBe('cli.error.backup_damaged');
    }
    expect(await to.look('select count(*)::int as count from accounts.invitation')).toEqual([{ count: 0 }]);
  });

  test('a database that holds something, unless it may be thrown away; one that is in use', async () => {
    const path = await backUp();
    const to = await emptyDatabase();
    await to.look(`insert into kernel.setting values ('old', '1')`);
    expect(await codeOf(restore(path, { to }))).toBe('cli.error.not_empty');
    await withClient(to.connection, async () => {
      expect(await codeOf(restore(path, { to, replace: true }))).toBe('cli.error.in_use');
    });
    await restore(path, { to, replace: true });
    expect(await to.look(`select count(*)::int as count from kernel.setting where key = 'old'`)).toEqual([
      { count: 0 },
    ]);
  });

  test('a file name that leads out of the folder', async () => {
    const { gzipSync } = await import('node:zlib');
    const [header] = gunzipSync(readFileSync(await backUp()))
      .toString()
      .split('\n');
    const to = await emptyDatabase();
    for (const file of ['../outside', '/etc/outside', 'a/../../outside', 'a\\..\\b', '']) {
      writeFileSync(join(folder, 'leading'), gzipSync(`${header}\n${JSON.stringify({ file })}\n"AAAA"\n`));
      expect(await codeOf(restore(join(folder, 'leading'), { to }))).toBe('cli.error.backup_damaged');
    }
  });

  test('a newer program’s, and another program’s', async () => {
    const { gzipSync } = await import('node:zlib');
    const [first] = gunzipSync(readFileSync(await backUp()))
      .toString()
      .split('\n');
    const header = JSON.parse(first!) as { migrations: [string, string][] };
    const to = await emptyDatabase();
    const withMigrations = (migrations: [string, string][]) => {
      writeFileSync(join(folder, 'foreign'), gzipSync(`${JSON.stringify({ ...header, migrations })}\n`));
      return codeOf(restore(join(folder, 'foreign'), { to }));
    };
    expect(await withMigrations([...header.migrations, ['9999_later.sql', '00']])).toBe(
      'cli.error.backup_newer',
    );
    expect(await withMigrations([['../../etc/passwd', '00']])).toBe('cli.error.backup_newer');
    expect(await withMigrations(header.migrations.map(([name]) => [name, '00']))).toBe(
      'cli.error.backup_other',
    );
  });
});
