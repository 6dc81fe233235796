import { sql } from 'kysely';
import type { ServerResponse } from 'node:http';
import type { Veche } from '../veche.ts';

/** /healthz: the process answers. /readyz: it can serve, so a proxy may send visitors here. */
export async function answerHealth(
  veche: Veche,
  res: ServerResponse,
  path: string,
  isDraining: boolean,
): Promise<void> {
  const isReady =
    path === '/healthz' ||
    (!isDraining &&
      (await sql`select 1`.execute(veche.database.db).then(
        () => true,
        () => false,
      )));
  res.writeHead(isReady ? 200 : 503, {
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
  });
  res.end(isReady ? 'ok\n' : 'not ready\n');
}
