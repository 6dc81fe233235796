import * as congress from '#server/congress';
import { changed, inTransaction, isLang, refuse, type Ctx } from '#server/kernel';
import { sql } from 'kysely';
import { z } from 'zod';
import { keepsBooths, worksInto } from '../booths/places.ts';
import { tellPart, topicOf } from '../bus/tell.ts';
import { keepNewest } from '../keep-newest.ts';
import { needNotBarred } from '../moderation/barred.ts';
import { seatOwner } from '../places.ts';
import { addLine, changeLine, longestLine } from './lines.ts';
import { cleanCaption } from './text.ts';

/** More than eight hours of fast speech; the oldest of a language go then. */
const mostKept = 20_000;
/** A caption that is settled: only a correction changes it. */
export const settled = 1_000_000;
/** New lines of one language in ten seconds: nobody speaks so fast. */
const mostLines = 40;
/** Between two wordings of a line that is being typed. */
const leastPauseMs = 150;

export const captionInput = z.object({
  text: z.string().max(4 * longestLine),
  /** The typist's own name of the line, so that what they type next replaces it. */
  typed: z
    .string()
    .regex(/^[\w-]{6,40}$/)
    .optional(),
  /** Grows with each wording; an older one never replaces a newer one. */
  version: z.coerce
    .number()
    .int()
    .min(0)
    .max(settled - 1)
    .default(0),
  final: z.coerce.boolean().default(true),
});
export type CaptionInput = z.output<typeof captionInput>;

/** Refuses a guest, whoever neither captions this language here, nor interprets, nor runs the technique, and whoever was removed. */
export async function needCaptioner(ctx: Ctx, sessionId: string, lang: string): Promise<void> {
  if (ctx.actor.kind === 'guest') throw refuse('unauthenticated', 'live.sign_in_first');
  const may =
    (await worksInto(ctx, sessionId, 'captioner', lang)) ||
    (await worksInto(ctx, sessionId, 'interpreter', lang)) ||
    (await keepsBooths(ctx, sessionId));
  if (!may) throw refuse('forbidden', 'captions.not_yours');
  if (ctx.actor.kind === 'person')
    await needNotBarred(ctx, sessionId, seatOwner(ctx, sessionId, ctx.actor.personId));
}

/**
 * Refuses a language that nobody reads here: neither spoken, interpreted, captioned, nor one of the site's. The language
 * of a caption is always said by whoever sends it and never guessed.
 */
export async function needLanguage(ctx: Ctx, sessionId: string, lang: string): Promise<void> {
  if (isLang(lang)) return;
  const session = await congress.getSession(ctx, sessionId);
  if ([...session.langs, ...session.interpreted, ...session.captioned].includes(lang)) return;
  const booth = await ctx.db
    .selectFrom('live.booth')
    .select('lang')
    .where('session_id', '=', sessionId)
    .where('lang', '=', lang)
    .executeTakeFirst();
  if (!booth) throw refuse('not_found', 'captions.no_such_language');
}

/**
 * One caption, or the next wording of one that is being typed, seen at once by everybody who follows the session.
 * Refuses like `needCaptioner` and `needLanguage`, `conflict` when the session is over, `too_many` a flood.
 */
export async function typeCaption(
  ctx: Ctx,
  sessionId: string,
  lang: string,
  input: CaptionInput,
): Promise<{ seq: number } | undefined> {
  await needCaptioner(ctx, sessionId, lang);
  // The names of hands and of keys never meet.
  const typed = input.typed && { typed: `h-${input.typed}` };
  return inTransaction(ctx, (inner) => putCaption(inner, sessionId, lang, { ...input, ...typed }));
}

/** One finished caption: for the system and whoever may type. */
export async function addCaption(ctx: Ctx, sessionId: string, lang: string, text: string): Promise<void> {
  await typeCaption(ctx, sessionId, lang, { text, version: 0, final: true });
}

/** Not for the door: the caller has asked who it is. Inside a transaction. */
export async function putCaption(
  ctx: Ctx,
  sessionId: string,
  lang: string,
  input: CaptionInput,
): Promise<{ seq: number } | undefined> {
  const stage = await ctx.db
    .selectFrom('live.stage')
    .select(['state', 'captions_from'])
    .where('session_id', '=', sessionId)
    .executeTakeFirst();
  if (!stage) throw refuse('not_found', 'live.no_such_stage');
  if (stage.state === 'over') throw refuse('conflict', 'live.over');
  // Wordings of one language one after another; other languages and the stage wait for nobody.
  await sql`select pg_advisory_xact_lock(778005, hashtext(${`${sessionId} ${lang}`}))`.execute(ctx.db);
  const text = cleanCaption(input.text);
  const at = Math.max(0, ctx.now().getTime() - (stage.captions_from ?? ctx.now()).getTime());
  const version = input.final ? settled : input.version;
  const known = input.typed ? await findTyped(ctx, sessionId, lang, input.typed) : undefined;
  if (known) {
    if (known.version === settled || (!input.final && known.version >= version)) return { seq: known.seq };
    if (!input.final && at >= known.ends && at - known.ends < leastPauseMs) return { seq: known.seq };
    await ctx.db
      .updateTable('live.caption')
      .set({ text, version, ends: Math.max(at, known.begins) })
      .where('session_id', '=', sessionId)
      .where('seq', '=', known.seq)
      .execute();
    if (text !== known.text)
      await changeLine(ctx, sessionId, { seq: known.seq, kind: 'caption', lang, text });
    return { seq: known.seq };
  }
  if (!text) return undefined;
  await needLanguage(ctx, sessionId, lang);
  if (ctx.actor.kind !== 'system' || ctx.actor.name === 'captions') await stopFlood(ctx, sessionId, lang, at);
  const seq = await addLine(ctx, sessionId, { kind: 'caption', lang, text });
  const isFirst = !(await captionLangs(ctx, sessionId)).includes(lang);
  await ctx.db
    .insertInto('live.caption')
    .values({
      session_id: sessionId,
      seq,
      lang,
      begins: at,
      ends: at,
      text,
      typed: input.typed ?? null,
      version,
    })
    .execute();
  if (seq % 50 === 0) await keepNewest(ctx, 'live.caption', mostKept, sessionId, lang);
  if (isFirst) await tellPart(ctx, sessionId, 'languages');
  return { seq };
}

/** Not for the door. The line a typist's page, or a key, goes on with. */
export async function findTyped(ctx: Ctx, sessionId: string, lang: string, typed: string) {
  const row = await ctx.db
    .selectFrom('live.caption')
    .select(['seq', 'version', 'typed', 'text', 'begins', 'ends'])
    .where('session_id', '=', sessionId)
    .where('lang', '=', lang)
    .where('typed', '=', typed)
    .executeTakeFirst();
  return row && { ...row, seq: Number(row.seq) };
}

async function stopFlood(ctx: Ctx, sessionId: string, lang: string, at: number): Promise<void> {
  const rows = await ctx.db
    .selectFrom('live.caption')
    .select('begins')
    .where('session_id', '=', sessionId)
    .where('lang', '=', lang)
    .orderBy('seq', 'desc')
    .limit(mostLines)
    .execute();
  if (rows.length === mostLines && at - rows.at(-1)!.begins < 10_000)
    throw refuse('too_many', 'captions.too_fast');
}

export const correctionOfCaption = z.object({
  seq: z.coerce.number().int().positive(),
  text: z.string().max(4 * longestLine),
});

/**
 * Other words for a caption, on every open page and in WebVTT; without words it is taken away. Possible after the session,
 * too. Refuses like `needCaptioner`, and `not_found` for a strange line.
 */
export async function correctCaption(
  ctx: Ctx,
  sessionId: string,
  lang: string,
  { seq, text: given }: z.output<typeof correctionOfCaption>,
): Promise<void> {
  await needCaptioner(ctx, sessionId, lang);
  const text = cleanCaption(given);
  await inTransaction(ctx, async (inner) => {
    const row = await inner.db
      .updateTable('live.caption')
      .set({ text, version: settled })
      .where('session_id', '=', sessionId)
      .where('lang', '=', lang)
      .where('seq', '=', seq)
      .returning('seq')
      .executeTakeFirst();
    if (!row) throw refuse('not_found', 'captions.no_such_line');
    await changeLine(inner, sessionId, { seq, kind: 'caption', lang, text });
    // Pages on which it is read stay for an hour otherwise.
    await changed(inner, topicOf(sessionId));
  });
}

/** Not for the door. Languages in which something was captioned; asks the index once a language. */
export async function captionLangs(ctx: Ctx, sessionId: string): Promise<string[]> {
  const { rows } = await sql<{ lang: string }>`
    with recursive one as (
      (select lang from live.caption where session_id = ${sessionId} order by lang limit 1)
      union all
      select (select c.lang from live.caption c where c.session_id = ${sessionId} and c.lang > one.lang order by c.lang limit 1)
      from one where one.lang is not null
    ) select lang from one where lang is not null`.execute(ctx.db);
  return rows.map((row) => row.lang);
}
