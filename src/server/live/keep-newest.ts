import type { Ctx } from '#server/kernel';
import { sql } from 'kysely';

/** Texts that grow while a session runs, numbered by `seq`. */
type Text = 'live.line' | 'live.caption' | 'live.booth_line';

/** Deletes all but the newest `kept` lines of a session, or of one language in it. */
export async function keepNewest(
  ctx: Ctx,
  text: Text,
  kept: number,
  sessionId: string,
  lang?: string,
): Promise<void> {
  const lines = sql`${sql.table(text)} where session_id = ${sessionId}${lang ? sql` and lang = ${lang}` : sql``}`;
  await sql`
    delete from ${lines} and seq <= (select seq from ${lines} order by seq desc offset ${kept} limit 1)`.execute(
    ctx.db,
  );
}
