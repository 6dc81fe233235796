import { join } from 'node:path';
import * as accounts from '#server/accounts';
import {
  asSystem,
  ClusterProblem,
  makeLog,
  readConfig,
  Refusal,
  startCluster,
  traceOf,
  type Connection,
} from '#server/kernel';

import { askForKey } from './ask-for-key.ts';
import { endInOrder, type Ending } from './end-in-order.ts';
import { fillDemo } from './fill-demo.ts';
import { startSite } from './http/server.ts';
import { startApp } from './start.ts';

const root = join(import.meta.dirname, '../../..');
const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** The start command: database, migrations, site, demo, links. Ctrl-C ends everything in order. */
async function main(): Promise<void> {
  const config = readConfig(process.env, root);
  const log = makeLog(config.VECHE_LOG);
  const started: Ending[] = [];
  let isStopping = false;
  const stop = async (code: number): Promise<void> => {
    if (isStopping) return;
    isStopping = true;
    process.exit((await endInOrder(started, log)) ? code : code || 1);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (!isStopping) say('Ending: letting the last requests finish…');
      void stop(0);
    });
  }
  // The launcher is our parent: when it is gone, so are we.
  process.on('disconnect', () => void stop(0));
  process.on('unhandledRejection', (error) => log.error('a promise was left alone', traceOf(error)));

  try {
    const operatorKey = config.VECHE_KEY_ASK ? await askForKey() : undefined;
    let connection: Connection;
    if (config.DATABASE_URL) connection = { connectionString: config.DATABASE_URL };
    else {
      const cluster = await startCluster({ dir: join(config.data, 'postgres'), log });
      started.push({ name: 'database', end: cluster.stop });
      void cluster.ended.then(({ expected }) => {
        if (expected || isStopping) return;
        say('The database ended by itself; ending too, start again to recover.');
        void stop(1);
      });
      connection = cluster.url;
    }
    const veche = await startApp({
      config,
      log,
      connection,
      working: true,
      ...(operatorKey ? { operatorKey } : {}),
    });
    started.push({ name: 'parts', end: veche.stop });
    const demo = config.VECHE_DEMO ? await fillDemo(veche) : undefined;
    const site = await startSite(veche, connection);
    started.push({ name: 'site', end: site.drain });
    const address =
      config.origins[0] ?? `http://${config.HOST === '0.0.0.0' ? 'localhost' : config.HOST}:${site.port}`;
    say(`\nVeche listens on ${address}`);
    const { organiser } = await accounts.bootstrapInvitations(asSystem(veche.ctx(), 'start'));
    if (organiser) say(`Organiser, once: ${address}/${config.VECHE_LANGUAGE}/i/${organiser}`);
    if (demo?.speaker) say(`Speaker, once:   ${address}/${config.VECHE_LANGUAGE}/i/${demo.speaker}`);
    if (demo?.live) say(`Live now:        ${address}/${config.VECHE_LANGUAGE}/s/${demo.live}`);
    say('Ctrl-C ends everything.\n');
    process.send?.({ ready: address });
  } catch (error) {
    say(explain(error));
    await stop(1);
  }
}

/** What the operator is told: what is wrong and what to do, never a stack. */
function explain(error: unknown): string {
  if (error instanceof ClusterProblem) return error.message;
  if (error instanceof Refusal && error.code.startsWith('kernel.operator_key_')) {
    return `The operator key in ${String(error.params.path)} is missing or is not the one this database was filled under. Put the right file there, or set VECHE_KEY_FILE.`;
  }
  if (error instanceof Refusal)
    return `Cannot start: ${error.code} ${JSON.stringify(error.params)}. See docs/admin/configure.md.`;
  const code = (error as { code?: string }).code;
  if (code === 'EADDRINUSE')
    return `Port ${process.env.PORT ?? 3000} is in use. Set PORT to another one: PORT=3001 npm start`;
  if (code === 'EACCES')
    return 'Not allowed to listen on that port. Take one above 1024, and put a proxy in front (deploy/).';
  return `Cannot start: ${error instanceof Error ? error.stack : String(error)}`;
}

await main();
