import * as congress from '#server/congress';
import { audit, inTransaction, refuse, type Ctx } from '#server/kernel';
import { ensureStage } from '../stage/stages.ts';
import { tellPart } from '../bus/tell.ts';
import { addBoothJob } from './engine.ts';
import { keepsBooths, mustKeep, worksInto } from './places.ts';

/** Booths of one session. More languages than this no congress has at once; a slip of a finger makes no hundreds. */
const mostBooths = 16;

const findBooths = (ctx: Ctx, sessionId: string) =>
  ctx.db.selectFrom('live.booth').selectAll().where('session_id', '=', sessionId).orderBy('lang').execute();
export type BoothRow = Awaited<ReturnType<typeof findBooths>>[number];

export interface BoothState {
  lang: string;
  /** Somebody has its microphone, and it is open. */
  live: boolean;
  /** Grows with every hand-over. */
  turn: number;
  silentSince?: Date;
  slowerUntil?: Date;
}

/** The booths of a session, by language: those of the programme and those the host opened. */
export async function listBooths(ctx: Ctx, sessionId: string): Promise<BoothState[]> {
  const session = await congress.getSession(ctx, sessionId);
  return boothsOf(ctx, sessionId, session.interpreted);
}

/** The same when the caller knows the languages of the programme. */
export async function boothsOf(
  ctx: Ctx,
  sessionId: string,
  interpreted: readonly string[],
): Promise<BoothState[]> {
  const rows = new Map((await findBooths(ctx, sessionId)).map((row) => [row.lang, row]));
  const langs = [...new Set([...interpreted, ...rows.keys()])].filter((lang) => !rows.get(lang)?.closed);
  const now = ctx.now();
  return langs.sort().map((lang) => {
    const row = rows.get(lang);
    return {
      lang,
      live: row?.active != null && row.on_air,
      turn: row?.turn ?? 0,
      ...(row?.silent_since && { silentSince: row.silent_since }),
      ...(row?.slower_until && row.slower_until > now && { slowerUntil: row.slower_until }),
    };
  });
}

/**
 * Runs one command on a booth, one after another: its row is locked first. A booth of the programme is made at its
 * first need. Refuses `not_found` when the session has no booth of this language.
 */
export async function inBooth<T>(
  ctx: Ctx,
  sessionId: string,
  lang: string,
  run: (ctx: Ctx, booth: BoothRow) => Promise<T>,
): Promise<T> {
  return inTransaction(ctx, async (inner) => {
    const lock = () =>
      inner.db
        .selectFrom('live.booth')
        .selectAll()
        .where('session_id', '=', sessionId)
        .where('lang', '=', lang)
        .forUpdate()
        .executeTakeFirst();
    let booth = await lock();
    if (!booth) {
      const session = await congress.getSession(inner, sessionId);
      if (!session.interpreted.includes(lang)) throw refuse('not_found', 'booths.no_such_booth');
      await ensureStage(inner, sessionId);
      await makeBooth(inner, sessionId, lang);
      booth = await lock();
    }
    if (!booth || booth.closed) throw refuse('not_found', 'booths.no_such_booth');
    return run(inner, booth);
  });
}

const makeBooth = (ctx: Ctx, sessionId: string, lang: string) =>
  ctx.db
    .insertInto('live.booth')
    .values({ session_id: sessionId, lang })
    .onConflict((conflict) => conflict.columns(['session_id', 'lang']).doUpdateSet({ closed: false }))
    .execute();

/** Writes what is another now, tells everybody, and has the engine follow. */
export async function setBooth(
  ctx: Ctx,
  booth: BoothRow,
  set: Partial<Omit<BoothRow, 'session_id' | 'lang'>>,
): Promise<void> {
  await ctx.db
    .updateTable('live.booth')
    .set(set)
    .where('session_id', '=', booth.session_id)
    .where('lang', '=', booth.lang)
    .execute();
  if ('active' in set || 'closed' in set) await addBoothJob(ctx, booth.session_id, booth.lang);
  await tellPart(ctx, booth.session_id, 'languages');
}

/** What a booth is without anybody at its microphone. */
export const unmanned = (now: Date) => ({
  active: null,
  before: null,
  offered: false,
  on_air: false,
  silent_since: now,
});

/** Opens a booth the programme does not have, or one that was closed. Refuses whoever does not keep the booths. */
export async function openBooth(ctx: Ctx, sessionId: string, lang: string): Promise<void> {
  await mustKeep(ctx, sessionId);
  await inTransaction(ctx, async (inner) => {
    const stage = await ensureStage(inner, sessionId);
    if (stage.state === 'over') throw refuse('conflict', 'live.over');
    if ((await findBooths(inner, sessionId)).filter((one) => !one.closed).length >= mostBooths)
      throw refuse('conflict', 'booths.too_many');
    await makeBooth(inner, sessionId, lang);
    await audit(inner, 'live.booth_open', `session:${sessionId}`);
    await tellPart(inner, sessionId, 'languages');
  });
}

/** Closes a booth: whoever is in it goes. Refuses whoever does not keep the booths. */
export async function closeBooth(ctx: Ctx, sessionId: string, lang: string): Promise<void> {
  await mustKeep(ctx, sessionId);
  await inBooth(ctx, sessionId, lang, async (inner, booth) => {
    // The engine is told of everybody in it before the rows go.
    await addBoothJob(inner, sessionId, lang, await identitiesIn(inner, booth));
    await inner.db
      .deleteFrom('live.booth_place')
      .where('session_id', '=', sessionId)
      .where('lang', '=', lang)
      .execute();
    await setBooth(inner, booth, { ...unmanned(inner.now()), silent_since: null, closed: true });
    await audit(inner, 'live.booth_close', `session:${sessionId}`);
  });
}

export async function identitiesIn(ctx: Ctx, booth: BoothRow): Promise<string[]> {
  const rows = await ctx.db
    .selectFrom('live.booth_place')
    .select('identity')
    .where('session_id', '=', booth.session_id)
    .where('lang', '=', booth.lang)
    .execute();
  return rows.map((row) => row.identity);
}

/** Refuses a guest, and whoever neither interprets into this language here nor keeps the booths. */
export async function needBooth(ctx: Ctx, sessionId: string, lang: string): Promise<{ mayTake: boolean }> {
  if (ctx.actor.kind === 'guest') throw refuse('unauthenticated', 'live.sign_in_first');
  const mayTake = await worksInto(ctx, sessionId, 'interpreter', lang);
  if (!mayTake && !(await keepsBooths(ctx, sessionId))) throw refuse('forbidden', 'booths.not_yours');
  return { mayTake };
}
