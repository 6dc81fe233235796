// A restore drill: fills a throw-away site, backs it up with the command line in the midst of writers, restores it in
// another folder and compares. `npm run drill -- [ROUNDS]`; status 1 when anything was lost, doubled or half there.
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { spawn } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as accounts from '#server/accounts';
import { startApp } from '#server/app';
import * as congress from '#server/congress';
import {
  asSystem,
  makeLog,
  openDatabase,
  readConfig,
  startCluster,
  type Connection,
  type Ctx,
} from '#server/kernel';

const root = join(import.meta.dirname, '..');
const log = makeLog('silent');
const folder = mkdtempSync(join(tmpdir(), 'veche-drill-'));
const rounds = Number(process.argv[2] ?? 1);
const writers = 4;

/** Runs the command line as its operator would, and answers its one object. */
async function veche(data: string, ...args: string[]): Promise<Record<string, unknown>> {
  const child = spawn(join(root, 'bin/veche'), [...args, '--json'], {
    env: { ...process.env, VECHE_DATA: data, DATABASE_URL: '', VECHE_BACKUP_TO: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  for await (const piece of child.stdout) out += String(piece);
  return JSON.parse(out) as Record<string, unknown>;
}

/** A real programme when one is at hand, else an invented one of the same size. */
function programme(): { bytes: Buffer; name: string } {
  const real = join(
    process.env.VECHE_SHARED ?? join(root, '../shared'),
    'data/schedules/39c3-everything.schedule.xml',
  );
  if (existsSync(real)) return { bytes: readFileSync(real), name: 'schedule.xml' };
  const events = Array.from({ length: 900 }, (_, index) => {
    const start = `${String(9 + (index % 10)).padStart(2, '0')}:00`;
    return `<event id="${index + 1}" guid="00000000-0000-4000-8000-${String(index).padStart(12, '0')}"><start>${start}</start><duration>00:45</duration><title>Сесія ${index}</title><persons><person id="${index % 300}">Асоба ${index % 300}</person></persons></event>`;
  });
  const rooms = Array.from(
    { length: 90 },
    (_, room) => `<room name="Зала ${room}">${events.slice(room * 10, room * 10 + 10).join('')}</room>`,
  );
  const xml = `<schedule><version>1</version><conference><title>Drill</title><acronym>drill</acronym></conference><day index="1" date="2026-10-31">${rooms.join('')}</day></schedule>`;
  return { bytes: Buffer.from(xml), name: 'schedule.xml' };
}

interface Look {
  invitations: string[];
  audited: string[];
  sessions: number;
  releases: number;
}

/** Every invitation is written together with its line in the audit log: one without the other is a torn moment. */
async function look(connection: Connection): Promise<Look> {
  const { db, close } = openDatabase(connection, log, 1);
  const invitations = await db.selectFrom('accounts.invitation').select('id').execute();
  const audited = await db
    .selectFrom('kernel.audit')
    .select('object')
    .where('action', '=', 'accounts.invite')
    .execute();
  const sessions = await db.selectFrom('congress.session').select('id').execute();
  const releases = await db.selectFrom('congress.release').select('id').execute();
  await close();
  return {
    invitations: invitations.map((row) => row.id),
    audited: audited.map((row) => row.object.replace('invitation:', '')),
    sessions: sessions.length,
    releases: releases.length,
  };
}

async function drill(
  round: number,
  recipient: string,
  identity: string,
): Promise<Record<string, number | boolean>> {
  const data = join(folder, `${round}-from`);
  const other = join(folder, `${round}-to`);
  const file = join(folder, `${round}.age`);
  const cluster = await startCluster({ dir: join(data, 'postgres'), log });
  const config = readConfig({ VECHE_DATA: data }, root);
  const app = await startApp({ config, log, connection: cluster.url, working: false });
  const ctx: Ctx = asSystem(app.ctx(), 'drill');
  const imported = await congress.importProgramme(ctx, { event: 'drill', create: true, ...programme() });
  await congress.releaseProgramme(ctx, imported.event, 'drill');

  const done: string[] = [];
  let isWriting = true;
  const loops = Array.from({ length: writers }, async () => {
    while (isWriting) done.push((await accounts.invite(ctx, [accounts.installation], { role: 'host' })).id);
  });
  while (done.length < 100) await new Promise((next) => setTimeout(next, 10));
  const before = done.slice();
  const backup = await veche(data, 'backup', file, '--to', recipient);
  const during = done.length - before.length;
  const upTo = new Set(done);
  // Whatever is written from here on must not be in it.
  const after: string[] = [];
  while (after.length < 20) {
    after.push((await accounts.invite(ctx, [accounts.installation], { role: 'host' })).id);
  }
  isWriting = false;
  await Promise.all(loops);
  const source = await look(cluster.url);
  await app.stop();
  await cluster.stop();

  const restore = await veche(other, 'restore', file, '--identity', identity);
  copyFileSync(join(data, 'operator.key'), join(other, 'operator.key'));
  const doctor = (await veche(other, 'doctor')) as { checks: { check: string; state: string }[] };
  const again = await startCluster({ dir: join(other, 'postgres'), log });
  const restored = await look(again.url);
  await again.stop();

  const there = new Set(restored.invitations);
  const audited = new Set(restored.audited);
  const lost = before.filter((id) => !there.has(id)).length;
  const torn =
    restored.invitations.filter((id) => !audited.has(id)).length +
    restored.audited.filter((id) => !there.has(id)).length;
  const doubled = restored.invitations.length - there.size + restored.audited.length - audited.size;
  const fromTheFuture = after.filter((id) => there.has(id)).length;
  const about = ['database', 'postgres', 'fsync', 'cyrillic', 'migrations', 'audit', 'key'];
  const isHealthy = doctor.checks
    .filter((one) => about.includes(one.check))
    .every((one) => one.state === 'ok');
  return {
    round,
    sessions: restored.sessions,
    writtenBefore: before.length,
    writtenMeanwhile: during,
    restored: there.size,
    knownAtTheEnd: upTo.size,
    bytes: existsSync(file) ? statSync(file).size : 0,
    backupMs: Number(backup.ms),
    restoreMs: Number(restore.ms),
    lost,
    torn,
    doubled,
    fromTheFuture,
    passed:
      lost + torn + doubled + fromTheFuture === 0 &&
      during > 0 &&
      isHealthy &&
      restore.auditWhole === true &&
      restored.sessions === source.sessions &&
      restored.releases === source.releases,
  };
}

try {
  const secret = await generateX25519Identity();
  const identity = join(folder, 'identity');
  writeFileSync(identity, `${secret}\n`, { mode: 0o600 });
  let passed = true;
  for (let round = 1; round <= rounds; round += 1) {
    const result = await drill(round, await identityToRecipient(secret), identity);
    passed &&= result.passed === true;
    process.stdout.write(`${JSON.stringify(result)}\n`);
  }
  process.exitCode = passed ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
