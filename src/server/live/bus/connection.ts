import { sql } from 'kysely';
import type pg from 'pg';
import type { Ctx } from '#server/kernel';

/** How a connection of our own reaches the database that the pool uses; it is asked itself when no address was given. */
export async function ownConnection(ctx: Ctx): Promise<pg.ClientConfig> {
  if (ctx.config.DATABASE_URL) return { connectionString: ctx.config.DATABASE_URL };
  const { rows } = await sql<{ host: string; port: string; user: string; database: string }>`
    select split_part(current_setting('unix_socket_directories'), ',', 1) as host, current_setting('port') as port,
      current_user as user, current_database() as database`.execute(ctx.db);
  return { ...rows[0]!, port: Number(rows[0]!.port) };
}
