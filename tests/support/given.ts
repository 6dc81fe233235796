import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, inject, onTestFinished } from 'vitest';
import {
  asSystem,
  deliver,
  deriveKeys,
  makeLog,
  makeTranslate,
  openDatabase,
  readConfig,
  readMessages,
  Refusal,
  type Actor,
  type Ctx,
  type Database,
  type Lang,
  type Module,
} from '#server/kernel';
import { createDatabase } from './cluster.ts';

export { root } from './root.ts';
import { root } from './root.ts';
const messages = readMessages(root);

/** Now, unless a test says otherwise: inside the invented congress of the tests. */
export const someday = new Date('2026-10-31T10:42:00Z');

let database: Database | undefined;
let drop: (() => Promise<void>) | undefined;
let data: string | undefined;

/** A database of this file's own, copied from the migrated template. Call once at the top of a test file that commits. */
export async function openTestDatabase(): Promise<Database> {
  if (database) return database;
  const { host, user, template } = inject('cluster');
  const copy = await createDatabase({ host, user, database: 'postgres' }, { template });
  drop = copy.drop;
  database = openDatabase({ host, user, database: copy.database }, makeLog('silent'));
  return database;
}

beforeAll(() => {
  data = mkdtempSync(join(tmpdir(), 'veche-data-'));
});
afterAll(async () => {
  await database?.close();
  await drop?.();
  database = undefined;
  drop = undefined;
  if (data) rmSync(data, { recursive: true, force: true });
});

export interface Given {
  /** A moment at which everything happens, or a clock that goes. */
  now?: Date | (() => Date);
  lang?: Lang;
  zone?: string;
  modules?: Module[];
  env?: Record<string, string>;
  /** True: what the test does is committed to the file's own database (for races, workers, LISTEN). */
  commits?: boolean;
}

/** A ctx of a guest. By default everything happens in one transaction that is rolled back when the test ends. */
export async function testCtx(given: Given = {}): Promise<Ctx> {
  const { db } = await openTestDatabase();
  let use = db;
  if (!given.commits) {
    const trx = await db.startTransaction().execute();
    onTestFinished(async () => {
      if (!trx.isCommitted && !trx.isRolledBack) await trx.rollback().execute();
    });
    use = trx;
  }
  const lang = given.lang ?? 'be';
  const now = given.now ?? someday;
  const ctx: Ctx = {
    actor: { kind: 'guest' },
    db: use,
    now: typeof now === 'function' ? now : () => now,
    t: makeTranslate(messages, lang),
    lang,
    zone: given.zone ?? 'Europe/Vilnius',
    config: readConfig({ VECHE_DATA: data, ...given.env }, root),
    log: makeLog('silent'),
    app: { modules: given.modules ?? [], keys: deriveKeys(randomBytes(32)), parts: {} },
  };
  for (const module of ctx.app.modules) {
    if (!module.start) continue;
    const part = await module.start(asSystem(ctx, module.name));
    ctx.app.parts[module.name] = part;
    onTestFinished(async () => part.stop?.());
  }
  return ctx;
}

export const actingAs = (ctx: Ctx, actor: Actor): Ctx => ({ ...ctx, actor });
export const as = (ctx: Ctx, personId: string): Ctx =>
  actingAs(ctx, { kind: 'person', personId, signInId: '' });
export const guest = (ctx: Ctx): Ctx => actingAs(ctx, { kind: 'guest' });
export const system = (ctx: Ctx): Ctx => asSystem(ctx, 'test');

/** The jobs waiting in this transaction, oldest first. */
export async function waitingJobs(ctx: Ctx): Promise<{ task: string; payload: Record<string, unknown> }[]> {
  const { sql } = await import('kysely');
  const found = await sql<{ task: string; payload: Record<string, unknown> }>`
    select task.identifier as task, job.payload from graphile_worker._private_jobs job
    join graphile_worker._private_tasks task on task.id = job.task_id order by job.id`.execute(ctx.db);
  return found.rows;
}

/** Runs the listeners of what was told so far, with the same ctx, and empties the queue. */
export async function deliverAll(ctx: Ctx): Promise<number> {
  const { sql } = await import('kysely');
  const jobs = (await waitingJobs(ctx)).filter((job) => job.task === 'listen');
  for (const job of jobs) await deliver(system(ctx), job.payload);
  await sql`delete from graphile_worker._private_jobs`.execute(ctx.db);
  return jobs.length;
}

/** How `work` was refused: its kind and code. */
export async function refusal(work: Promise<unknown>): Promise<string> {
  const caught = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(caught instanceof Refusal)) throw new Error(`refused nothing: ${String(caught)}`);
  return `${caught.kind} ${caught.code}`;
}

/** `done`, or the code with which `work` was refused: for many at once, of which some may be. */
export const outcome = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => {
      if (error instanceof Refusal) return error.code;
      throw error;
    },
  );
