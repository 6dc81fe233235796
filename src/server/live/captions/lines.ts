import { broadcast, changed, inTransaction, refuse, type Ctx } from '#server/kernel';
import { z } from 'zod';
import { keepNewest } from '../keep-newest.ts';
import { mustRun } from '../places.ts';

export interface Line {
  seq: number;
  kind: 'caption' | 'announcement';
  lang: string;
  text: string;
}

/** A session's text is a running one: this many lines are kept. */
const keptLines = 200;
export const longestLine = 600;

/** What a live text page shows: the newest lines, oldest first. */
export async function lastLines(ctx: Ctx, sessionId: string, count: number, after = 0): Promise<Line[]> {
  const rows = await ctx.db
    .selectFrom('live.line')
    .select(['seq', 'kind', 'lang', 'text'])
    .where('session_id', '=', sessionId)
    .where('seq', '>', after)
    .where('text', '<>', '')
    .orderBy('seq', 'desc')
    .limit(count)
    .execute();
  return rows.reverse().map((row) => ({ ...row, seq: Number(row.seq), kind: row.kind as Line['kind'] }));
}

/** Not for the door. One line for everybody who follows; answers its number. */
export async function addLine(ctx: Ctx, sessionId: string, line: Omit<Line, 'seq'>): Promise<number> {
  return inTransaction(ctx, async (inner) => {
    const stage = await inner.db
      .selectFrom('live.stage')
      .select('state')
      .where('session_id', '=', sessionId)
      .executeTakeFirst();
    if (!stage) throw refuse('not_found', 'live.no_such_stage');
    const row = await inner.db
      .insertInto('live.line')
      .values({ session_id: sessionId, ...line })
      .returning('seq')
      .executeTakeFirstOrThrow();
    const seq = Number(row.seq);
    if (seq % 20 === 0) await keepNewest(inner, 'live.line', keptLines, sessionId);
    await broadcast(inner, `live:${sessionId}`, { event: 'line', data: { seq, ...line } });
    return seq;
  });
}

/** Not for the door. Other words for a line, on every page that shows it; without words it goes. */
export async function changeLine(ctx: Ctx, sessionId: string, line: Line): Promise<void> {
  await ctx.db
    .updateTable('live.line')
    .set({ text: line.text })
    .where('session_id', '=', sessionId)
    .where('seq', '=', line.seq)
    .execute();
  await broadcast(ctx, `live:${sessionId}`, { event: 'line', data: line });
}

export const lineInput = z.object({
  text: z.string().trim().min(1, 'live.text_missing').max(longestLine),
  lang: z.string().regex(/^[a-z]{2,3}$/),
});

/** The host's announcement, seen by everybody who follows the session. Refuses whoever does not run it. */
export async function say(ctx: Ctx, sessionId: string, lang: string, text: string): Promise<void> {
  await mustRun(ctx, sessionId);
  await addLine(ctx, sessionId, { kind: 'announcement', lang, text });
  await changed(ctx, `live:${sessionId}`);
}
