import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { flatten } from '#server/kernel';
import { createDatabase, withClient } from '../../../../tests/support/cluster.ts';
import { noSharedData, sharedData } from '../../../../tests/support/shared-data.ts';

const root = join(import.meta.dirname, '../../../..');
const { host, user, template } = inject('cluster');
const folder = mkdtempSync(join(tmpdir(), 'veche-cli-'));
let url = '';
let database = '';
let drop: () => Promise<void>;

beforeAll(async () => {
  ({ drop, database } = await createDatabase({ host, user, database: 'postgres' }, { template }));
  url = `postgresql://${user}@localhost/${database}?host=${encodeURIComponent(host)}`;
  symlinkSync(join(root, 'bin/veche'), join(folder, 'linked'));
  writeFileSync(join(folder, 'programme.xml'), programme);
});

afterAll(async () => {
  await drop();
  rmSync(folder, { recursive: true, force: true });
});

const programme = `<?xml version="1.0" encoding="UTF-8"?><schedule><version>1</version><conference><title>Сход</title><acronym>schod</acronym>
<start>2026-10-31</start><end>2026-10-31</end><days>1</days></conference><day index="1" date="2026-10-31" start="2026-10-31T09:00:00+02:00" end="2026-10-31T20:00:00+02:00"><room name="Вялікая зала">
${[1, 2, 3].map((n) => `<event id="${n}" guid="00000000-0000-4000-8000-00000000000${n}"><date>2026-10-31T10:${n}0:00+02:00</date><start>10:${n}0</start><duration>00:15</duration><title>Прамова ${n}</title><track>Мова</track><language>be</language><persons><person id="${n % 2}">Асоба ${n % 2}</person></persons></event>`).join('')}
</room></day></schedule>`;

interface Ran {
  status: number;
  out: string;
  err: string;
}

/** Calls it through a link and from another folder, as somebody would who put it on their path. */
async function veche(args: string[], env: Record<string, string> = {}): Promise<Ran> {
  const child = spawn(join(folder, 'linked'), args, {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      VECHE_DATA: join(folder, 'data'),
      DATABASE_URL: url,
      LANG: 'en_GB.UTF-8',
      ...env,
    },
  });
  const read = async (stream: AsyncIterable<Buffer>): Promise<string> => {
    const pieces: Buffer[] = [];
    for await (const piece of stream) pieces.push(piece);
    return Buffer.concat(pieces).toString();
  };
  const status = new Promise<number>((done) => child.once('close', (code) => done(code ?? -1)));
  const [out, err] = await Promise.all([read(child.stdout), read(child.stderr)]);
  return { status: await status, out, err };
}

/** With --json: exactly one object on standard output, on one line. */
function answer({
  out,
}: Ran): Record<string, unknown> & { error?: { code: string; kind: string; message: string } } {
  expect(out.trimEnd().split('\n')).toHaveLength(1);
  return JSON.parse(out) as ReturnType<typeof answer>;
}

describe('programme', () => {
  test('goes in, clashes are told, is released and comes out again', async () => {
    const tried = await veche([
      'programme',
      'import',
      'programme.xml',
      '--event',
      'schod',
      '--dry-run',
      '--json',
    ]);
    expect([tried.status, answer(tried).id, answer(tried).events]).toEqual([0, '', 3]);
    const first = answer(await veche(['programme', 'import', 'programme.xml', '--event', 'schod', '--json']));
    expect(first).toMatchObject({
      event: 'schod',
      events: 3,
      rooms: 1,
      tracks: 1,
      speakers: 2,
      clashes: { room: 2, speaker: 0 },
      changed: { created: 3 },
    });
    expect(first.warnings).toBeInstanceOf(Array);
    expect(first.ms).toBeTypeOf('number');
    const again = answer(
      await veche(['programme', 'import', 'programme.xml', '--event', 'schod', '--create', '--json']),
    );
    expect(again.changed).toEqual({ created: 0, updated: 0, removed: 0, unchanged: 3 });
    const clashes = answer(await veche(['programme', 'clashes', '--event', 'schod', '--json']));
    expect(clashes).toMatchObject({ room: 2, speaker: 0 });
    expect(clashes.clashes).toHaveLength(2);
    const released = answer(
      await veche(['programme', 'release', '--event', 'schod', '--name', 'Першы', '--json']),
    );
    expect(released).toMatchObject({ number: 1, sessions: 3, added: 3 });
    // The event, its section, its speakers and sessions.
    expect(answer(await veche(['search', 'rebuild', '--json']))).toEqual({ documents: 7 });
    const written = answer(
      await veche([
        'programme',
        'export',
        '--event',
        'schod',
        '--format',
        'ics',
        '--out',
        'out.ics',
        '--json',
      ]),
    );
    expect(written.bytes).toBe(readFileSync(join(folder, 'out.ics')).length);
    const plain = await veche(['programme', 'export', '--event', 'schod', '--format', 'json']);
    expect(JSON.stringify(JSON.parse(plain.out))).toContain('Прамова 2');
  }, 60_000);

  test('a whole real programme, with the counts that are known of it', async ({ skip }) => {
    const real = sharedData('schedules');
    if (!real) return skip(noSharedData);
    const file = join(real, 'fosdem-2021-online.xml');
    const ran = await veche(['programme', 'import', file, '--event', 'fosdem', '--json']);
    expect(answer(ran)).toMatchObject({
      events: 773,
      rooms: 106,
      tracks: 109,
      speakers: 684,
      clashes: { room: 1, speaker: 0 },
    });
  }, 60_000);

  test('refuses in one object and with status 1 what cannot be taken in', async () => {
    writeFileSync(join(folder, 'bad.json'), '{"schedule": {"conference": {"days": [');
    writeFileSync(join(folder, 'huge.xml'), '');
    truncateSync(join(folder, 'huge.xml'), 500 * 1024 * 1024);
    const refused: [string[], string][] = [
      [['import', 'bad.json', '--event', 'x'], 'congress.import_invalid'],
      [['import', 'huge.xml', '--event', 'x'], 'congress.import_too_large'],
      [['import', 'nothing.xml', '--event', 'x'], 'cli.error.no_file'],
      [['clashes', '--event', 'nobody'], 'congress.no_such_event'],
    ];
    for (const [args, code] of refused) {
      const ran = await veche(['programme', ...args, '--json']);
      expect([ran.status, answer(ran).error?.code]).toEqual([1, code]);
      expect(answer(ran).error?.message.length).toBeGreaterThan(5);
    }
  }, 60_000);

  test('is called wrongly with status 2, and says how it is called', async () => {
    for (const args of [
      ['import'],
      ['fly'],
      ['import', 'a.xml', '--event', 'Bad Slug'],
      ['clashes', '--event', 'x', '--out', 'y'],
      ['import', 'a', '--nonsense'],
    ]) {
      const ran = await veche(['programme', ...args, '--json']);
      expect([ran.status, answer(ran).error?.kind]).toEqual([2, 'usage']);
    }
    const { status, err } = await veche(['programme', 'import']);
    expect([status, err.includes('veche programme import FILE --event SLUG')]).toEqual([2, true]);
    expect((await veche(['nonsense'])).status).toBe(2);
  }, 60_000);
});

describe('the rest', () => {
  test('invite prints a link and nothing else on standard output', async () => {
    const { out, status } = await veche(['invite', 'organiser', '--days', '3'], {
      VECHE_ADDRESS: 'https://example.org',
    });
    expect(status).toBe(0);
    expect(out).toMatch(/^https:\/\/example\.org\/be\/i\/[\w-]{40,}\n$/);
    const token = out.trim().split('/').at(-1)!;
    const { rows } = await withClient({ host, user, database }, (client) =>
      client.query(
        `select role, place_kind from accounts.invitation where token_hash = sha256($1::text::bytea)`,
        [token],
      ),
    );
    expect(rows).toEqual([{ role: 'organiser', place_kind: 'installation' }]);
    expect(answer(await veche(['invite', 'king', '--json'])).error?.code).toBe('cli.error.bad_role');
    expect(answer(await veche(['invite', 'host', '--event', 'nobody', '--json'])).error?.code).toBe(
      'congress.no_such_event',
    );
  }, 60_000);

  test('disclose knows no persona that is not there', async () => {
    const ran = await veche(['disclose', 'nobody000000', '--json']);
    expect([ran.status, answer(ran).error?.code]).toEqual([1, 'cli.error.no_persona']);
  });

  test('backup refuses to write unencrypted, and to write over a file', async () => {
    expect(answer(await veche(['backup', 'a.age', '--json'])).error?.code).toBe('cli.error.no_recipient');
    expect(answer(await veche(['backup', 'a.age', '--to', 'age1nonsense', '--json'])).error?.code).toBe(
      'cli.error.bad_recipient',
    );
    expect(existsSync(join(folder, 'a.age'))).toBe(false);
    expect(answer(await veche(['backup', 'programme.xml', '--plain', '--json'])).error?.code).toBe(
      'cli.error.exists',
    );
    expect(answer(await veche(['backup', 'b.gz', '--plain', '--json']))).toMatchObject({
      encrypted: false,
      leftOut: [],
    });
    expect(answer(await veche(['restore', 'b.gz', '--json'])).error?.code).toBe('cli.error.not_empty');
  }, 60_000);

  test('doctor looks at everything and changes nothing', async () => {
    const untouched = join(folder, 'untouched');
    const ran = await veche(['doctor', '--json'], { VECHE_DATA: untouched, PORT: '0', VECHE_ENGINE: 'off' });
    const { checks } = answer(ran) as unknown as {
      checks: { check: string; state: string; message: string; code: string }[];
    };
    const states = Object.fromEntries(checks.map((one) => [one.check, one.state]));
    // The cluster of the tests has fsync off, and a database with nothing beside it has lost its key.
    expect(states).toMatchObject({
      node: 'ok',
      settings: 'ok',
      folder: 'ok',
      database: 'ok',
      postgres: 'ok',
      cyrillic: 'ok',
      migrations: 'ok',
      audit: 'ok',
      fsync: 'bad',
      key: 'bad',
    });
    expect(ran.status).toBe(1);
    for (const { message, code } of checks) expect(message).not.toBe(code);
    expect(existsSync(untouched)).toBe(false);
    const wrong = await veche(['doctor', '--json'], { PORT: '99999' });
    expect(answer(wrong).checks).toContainEqual(expect.objectContaining({ check: 'settings', state: 'bad' }));
  }, 60_000);

  test('speaks the operator’s language', async () => {
    const said = async (LANG: string) => (await veche(['help'], { LANG })).out.split('\n')[0];
    expect(await said('be_BY.UTF-8')).toContain('Камандны радок');
    expect(await said('ru_RU.UTF-8')).toContain('Командная строка');
    expect(await said('C.UTF-8')).toContain('command line');
  });
});

describe('words', () => {
  const read = (lang: string) =>
    flatten(JSON.parse(readFileSync(join(root, `messages/cli.${lang}.json`), 'utf8')) as never);
  test('are there in all three languages, with the same parts', () => {
    const [be, ru, en] = ['be', 'ru', 'en'].map(read);
    const parts = (text: string | undefined) =>
      // Once each: a language with four plural forms says its number four times.
      [...new Set((text ?? '').match(/\{\$\w+\}/g))].sort();
    expect([...be!.keys()]).toEqual([...en!.keys()]);
    expect([...ru!.keys()]).toEqual([...en!.keys()]);
    for (const [key, text] of en!)
      for (const other of [be!, ru!]) expect([key, parts(other.get(key))]).toEqual([key, parts(text)]);
  });
});
