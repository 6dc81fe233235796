import type { TestProject } from 'vitest/node';
import pg from 'pg';
import { join } from 'node:path';
import { migrate } from '../../src/server/kernel/migrate.ts';
import { createDatabase, startTestCluster } from './cluster.ts';
import { prepareQueue } from './queue.ts';

declare module 'vitest' {
  interface ProvidedContext {
    cluster: { host: string; user: string; template: string };
  }
}

/** One cluster and one migrated template database for the whole run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const cluster = await startTestCluster();
  const template = await createDatabase(cluster.url, { name: 'veche_template' });
  const pool = new pg.Pool({ host: template.host, user: template.user, database: template.database, max: 1 });
  pool.on('error', () => undefined);
  await migrate(pool, join(import.meta.dirname, '../..'));
  await prepareQueue(pool);
  await pool.end();
  project.provide('cluster', { host: cluster.url.host, user: cluster.url.user, template: template.database });
  return cluster.stop;
}
