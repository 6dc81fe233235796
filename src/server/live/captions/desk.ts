import { inTransaction, sameBytes, type Ctx } from '#server/kernel';
import { seatOwner } from '../places.ts';
import { ensureStage, findStage } from '../stage/stages.ts';
import { needCaptioner, needLanguage } from './captions.ts';

export interface CaptionDesk {
  lang: string;
  /** closed, backstage, live, over */
  state: string;
  /** Who types now, as they call themselves to the other typists; undefined: nobody took over yet. */
  typist?: string;
  isMine: boolean;
  /** The newest, oldest first, to be corrected. */
  lines: { seq: number; text: string }[];
}

/** What whoever types captions works with. Refuses like `typeCaption`. */
export async function getCaptionDesk(ctx: Ctx, sessionId: string, lang: string): Promise<CaptionDesk> {
  await needCaptioner(ctx, sessionId, lang);
  await needLanguage(ctx, sessionId, lang);
  const desk = await ctx.db
    .selectFrom('live.caption_desk')
    .select(['owner', 'shown_as'])
    .where('session_id', '=', sessionId)
    .where('lang', '=', lang)
    .executeTakeFirst();
  const rows = await ctx.db
    .selectFrom('live.caption')
    .select(['seq', 'text'])
    .where('session_id', '=', sessionId)
    .where('lang', '=', lang)
    .where('text', '<>', '')
    .orderBy('seq', 'desc')
    .limit(6)
    .execute();
  return {
    lang,
    state: (await findStage(ctx, sessionId))?.state ?? 'closed',
    ...(desk && { typist: desk.shown_as }),
    isMine:
      desk !== undefined &&
      ctx.actor.kind === 'person' &&
      sameBytes(desk.owner, seatOwner(ctx, sessionId, ctx.actor.personId)),
    lines: rows.reverse().map((row) => ({ seq: Number(row.seq), text: row.text })),
  };
}

/**
 * Says to the other typists of this language that one types now. It stops nobody: a sentence somebody has begun is
 * finished by them. Refuses like `typeCaption`.
 */
export async function takeCaptionDesk(
  ctx: Ctx,
  sessionId: string,
  lang: string,
  shownAs: string,
): Promise<void> {
  await needCaptioner(ctx, sessionId, lang);
  await needLanguage(ctx, sessionId, lang);
  if (ctx.actor.kind !== 'person') return;
  const row = { owner: seatOwner(ctx, sessionId, ctx.actor.personId), shown_as: shownAs };
  await inTransaction(ctx, async (inner) => {
    await ensureStage(inner, sessionId);
    await inner.db
      .insertInto('live.caption_desk')
      .values({ session_id: sessionId, lang, ...row })
      .onConflict((conflict) => conflict.columns(['session_id', 'lang']).doUpdateSet(row))
      .execute();
  });
}
