import { sql } from 'kysely';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Ctx } from './ctx.ts';

export interface SystemState {
  /** Of this product. */
  version: string;
  /** Of Node and PostgreSQL. */
  node: string;
  database: string;
  bytes: number;
  jobs: { waiting: number; late: number; failed: number };
}

/** How the installation does, in figures that name nobody. Who may see them is for the caller's policy to say. */
export async function readState(ctx: Ctx): Promise<SystemState> {
  const { rows } = await sql<{
    database: string;
    bytes: string;
    waiting: number;
    late: number;
    failed: number;
  }>`
    select current_setting('server_version') as database, pg_database_size(current_database()) as bytes,
      count(*) filter (where attempts < max_attempts)::int as waiting,
      count(*) filter (where attempts < max_attempts and run_at < now() - interval '1 minute')::int as late,
      count(*) filter (where attempts >= max_attempts)::int as failed
    from graphile_worker._private_jobs`.execute(ctx.db);
  const { database, bytes, ...jobs } = rows[0]!;
  const { version } = JSON.parse(readFileSync(join(ctx.config.root, 'package.json'), 'utf8')) as {
    version: string;
  };
  return { version, node: process.versions.node, database, bytes: Number(bytes), jobs };
}
