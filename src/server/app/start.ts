import { run, runMigrations } from 'graphile-worker';
import { sql } from 'kysely';
import { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as congress from '#server/congress';
import * as live from '#server/live';
import {
  asSystem,
  deliver,
  deriveKeys,
  forgetAnswers,
  langs,
  makeTranslate,
  migrate,
  openDatabase,
  readMessages,
  settleOperatorKey,
  traceOf,
  type Config,
  type Connection,
  type Ctx,
  type Database,
  type Lang,
  type Log,
  type Shared,
  type Translate,
} from '#server/kernel';
import { ownJobs } from './job-owner.ts';
import { modules } from './modules.ts';
import type { SiteFace, Veche } from './veche.ts';
import { SlowQueue } from './slow-queue.ts';
import { SpentWork } from './spent-work.ts';

export interface StartOptions {
  config: Config;
  log: Log;
  connection: Connection;
  /** Jobs and long-lived parts run; without them (command line) only doors can be called. */
  working: boolean;
  /** Given when the operator types the key at the start. */
  operatorKey?: Buffer;
}

/** Builds everything that lives long, once: database, keys, words, modules' parts, the job runner. */
export async function startApp(options: StartOptions): Promise<Veche> {
  const { config, log } = options;
  const database = openDatabase(options.connection, log);
  await migrate(database.pool, config.root);
  await runMigrations({ pgPool: database.pool });
  const keyFile = config.VECHE_KEY_FILE ?? join(config.data, 'operator.key');
  const key = await settleOperatorKey(database.db, keyFile, options.operatorKey);
  const shared: Shared = {
    modules,
    keys: deriveKeys(key),
    parts: { web: { slow: new SlowQueue(), work: new SpentWork() } },
  };
  const messages = readMessages(config.root);
  const translate = Object.fromEntries(langs.map((lang) => [lang, makeTranslate(messages, lang)])) as Record<
    Lang,
    Translate
  >;
  const veche: Veche = {
    config,
    log,
    database,
    shared,
    translate,
    ctx: ({ lang = config.VECHE_LANGUAGE, zone = '', page } = {}) => ({
      actor: { kind: 'guest' },
      db: database.db,
      now: () => new Date(),
      t: translate[lang],
      lang,
      zone,
      config,
      log,
      app: shared,
      ...(page ? { page } : {}),
    }),
    site: (ctx) => siteFace(ctx),
    stop: async () => {
      await bus.close();
      await database.close();
    },
  };
  const bus = live.openCarrier(asSystem(veche.ctx(), 'bus'));
  shared.bus = bus;
  if (options.working) {
    const stopParts = await startParts(veche);
    const stopWork = await startWork(veche, options.connection);
    veche.stop = async () => {
      await stopParts();
      await stopWork();
      await bus.close();
      await database.close();
    };
  }
  return veche;
}

async function siteFace(ctx: Ctx): Promise<SiteFace> {
  const event = await congress.findPrimaryEventLink(ctx);
  return {
    name: ctx.config.VECHE_NAME ?? event?.title.text ?? ctx.t('web.site_name'),
    home: `/${ctx.lang}`,
    event: event?.slug,
    hasLogo: Boolean(ctx.config.VECHE_LOGO && existsSync(ctx.config.VECHE_LOGO)),
    hasBrand: Boolean(ctx.config.VECHE_ACCENT),
    source: ctx.config.VECHE_SOURCE,
    langs,
  };
}

async function startParts(veche: Veche): Promise<() => Promise<void>> {
  const started: { stop?(): Promise<void> }[] = [];
  for (const module of modules) {
    if (!module.start) continue;
    const part = await module.start(asSystem(veche.ctx(), module.name));
    veche.shared.parts[module.name] = part;
    started.unshift(part);
  }
  return async () => {
    for (const part of started)
      await part.stop?.().catch((error: unknown) => veche.log.warn('a part did not stop', traceOf(error)));
  };
}

async function startWork(
  { database, log, ctx }: Veche,
  connection: Connection,
): Promise<() => Promise<void>> {
  const pool = database.pool;
  const owner = await ownJobs(connection, database, log);
  let runnerName = '';
  const events = new EventEmitter();
  events.on('pool:create', ({ workerPool }: { workerPool: { id: string } }) => {
    runnerName = workerPool.id;
    owner.hold(runnerName);
  });
  await sql`update graphile_worker._private_jobs set run_at = now() where attempts > 0 and run_at > now() and last_error is null`.execute(
    database.db,
  );
  const jobs = modules.flatMap((module) =>
    Object.entries(module.jobs ?? {}).map(
      ([name, job]) => [`${module.name}:${name}`, module.name, job] as const,
    ),
  );
  const runner = await run({
    pgPool: pool,
    events,
    concurrency: 4,
    noHandleSignals: true,
    crontab: ['40 3 * * * forget_answers', ...modules.flatMap((module) => module.crontab ?? [])].join('\n'),
    logger: quietLogger(log),
    taskList: {
      listen: async (payload) => deliver(asSystem(ctx(), 'listen'), payload as Record<string, unknown>),
      forget_answers: async () => forgetAnswers(asSystem(ctx(), 'forget')),
      ...Object.fromEntries(
        jobs.map(([name, owner, job]) => [
          name,
          async (payload: unknown) => job(asSystem(ctx(), owner), (payload ?? {}) as Record<string, unknown>),
        ]),
      ),
    },
  });
  runner.promise.catch((error: unknown) => log.error('the job runner ended', traceOf(error)));
  return async () => {
    await Promise.race([
      runner.stop().catch(() => undefined),
      new Promise((done) => setTimeout(done, 6_000).unref()),
    ]);
    await lastJobsWritten(database, runnerName);
    await owner.stop();
  };
}

/** `runner.stop()` answers before the last job's completion is written: wait until no job is ours, 3 s at most. */
async function lastJobsWritten(database: Database, runner: string): Promise<void> {
  const until = Date.now() + 3_000;
  while (Date.now() < until) {
    const locked = await sql`select 1 from graphile_worker._private_jobs where locked_by = ${runner} limit 1`
      .execute(database.db)
      .catch(() => undefined);
    if (!locked || locked.rows.length === 0) return;
    await new Promise((done) => setTimeout(done, 10));
  }
}

const quietLogger = (log: Log) => {
  const logger = {
    // The runner's own words may quote payloads; only that it spoke, and how loudly, is kept.
    error: () => log.warn('a job failed', { module: 'jobs' }),
    warn: () => undefined,
    info: () => undefined,
    debug: () => undefined,
    scope: () => logger,
  };
  return logger as never;
};
