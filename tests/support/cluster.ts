import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startCluster, type ClusterAddress } from '../../src/server/kernel/cluster/start-cluster.ts';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

export type TestCluster = { url: ClusterAddress; dir: string; stop: () => Promise<void> };

/**
 * One throw-away cluster for a whole test run, in the system's temporary folder, removed by `stop()`.
 * `fsync` is off: a test that proves durability asks for it.
 */
export async function startTestCluster({ fsync = false }: { fsync?: boolean } = {}): Promise<TestCluster> {
  const dir = await mkdtemp(join(tmpdir(), 'veche-test-'));
  await chmod(dir, 0o711);
  const cluster = await startCluster({ dir, fsync, log: silent });
  return {
    url: cluster.url,
    dir,
    stop: async () => {
      await cluster.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** Runs `work` on a connection of its own, outside any pool. */
export async function withClient<T>(
  url: ClusterAddress,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client(url);
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/**
 * A copy of the database `template` (20–30 ms), with a random name unless one is given. Copies are made one after
 * another: PostgreSQL refuses to copy a database that somebody else is looking at.
 */
export async function createDatabase(
  url: ClusterAddress,
  { template = 'template1', name = `t_${randomBytes(6).toString('hex')}` } = {},
): Promise<ClusterAddress & { drop: () => Promise<void> }> {
  const admin = { ...url, database: 'postgres' };
  await withClient(admin, async (client) => {
    await client.query(`select pg_advisory_lock(hashtext('veche test databases'))`);
    const [target, source] = [name, template].map((part) => pg.escapeIdentifier(part));
    await client.query(`create database ${target} template ${source} strategy file_copy`);
  });
  const drop = async (): Promise<void> => {
    await withClient(admin, (client) =>
      client.query(`drop database if exists ${pg.escapeIdentifier(name)} with (force)`),
    );
  };
  return { ...url, database: name, drop };
}
