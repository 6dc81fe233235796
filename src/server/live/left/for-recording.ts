import type { Ctx } from '#server/kernel';

export interface SpeechTime {
  name?: string;
  /** Of its seat; gone after thirty days. */
  seat?: string;
  /** Milliseconds since the session went live; only of a session that is recorded. */
  beganMs?: number;
  spentMs?: number;
  pausedMs?: number;
}

/** Zero of the times of captions and speeches: when the session first went live. */
export async function findZero(ctx: Ctx, sessionId: string): Promise<Date | undefined> {
  const row = await ctx.db
    .selectFrom('live.stage')
    .select('captions_from')
    .where('session_id', '=', sessionId)
    .executeTakeFirst();
  return row?.captions_from ?? undefined;
}

/** The speeches given from a list of speakers, with their times where the session is recorded. For other modules, never for a page. */
export async function listSpeeches(
  ctx: Ctx,
  sessionId: string,
): Promise<{ from: Date | undefined; speeches: SpeechTime[] }> {
  const rows = await ctx.db
    .selectFrom('live.floor_speech')
    .select(['shown_as', 'seat', 'began_ms', 'spent_ms', 'paused_ms'])
    .where('session_id', '=', sessionId)
    .orderBy('seq')
    .execute();
  return {
    from: await findZero(ctx, sessionId),
    speeches: rows.map((row) => ({
      ...(row.shown_as ? { name: row.shown_as } : {}),
      ...(row.seat ? { seat: row.seat } : {}),
      ...(row.began_ms === null ? {} : { beganMs: row.began_ms }),
      ...(row.spent_ms === null ? {} : { spentMs: Number(row.spent_ms) }),
      pausedMs: Number(row.paused_ms),
    })),
  };
}

export interface CaptionTime {
  lang: string;
  /** Milliseconds since the session went live. */
  begins: number;
  ends: number;
  text: string;
}

/** Every caption of a session as it stands now, in the order of their times. For other modules, never for a page. */
export async function listCaptions(
  ctx: Ctx,
  sessionId: string,
): Promise<{ from: Date | undefined; captions: CaptionTime[] }> {
  const captions = await ctx.db
    .selectFrom('live.caption')
    .select(['lang', 'begins', 'ends', 'text'])
    .where('session_id', '=', sessionId)
    .where('text', '<>', '')
    .orderBy('lang')
    .orderBy('begins')
    .orderBy('seq')
    .execute();
  return { from: await findZero(ctx, sessionId), captions };
}
