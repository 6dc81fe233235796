import type { IncomingMessage, ServerResponse } from 'node:http';
import * as congress from '#server/congress';
import { refuse, Refusal, type Ctx } from '#server/kernel';
import { livePart } from '../part.ts';
import { findDeck } from './decks.ts';
import { mustGive } from './access.ts';
import { slideHeaders, type SlideFile } from './slide-file.ts';

const address = /^([\w-]{16,64}?)(-small\.webp|\.webp|\.txt)$/;

/**
 * One file of a page, `<name>.webp`, `<name>-small.webp` or `<name>.txt`. Refuses with `not_found` an unknown one, and
 * one that was not shown yet, or not kept after its session, to whoever is not of its crew.
 */
export async function getSlideFile(ctx: Ctx, file: string): Promise<SlideFile> {
  const missing = refuse('not_found', 'slides.no_such_slide');
  const [, name, end] = address.exec(file) ?? [];
  if (!name) throw missing;
  const row = await ctx.db
    .selectFrom('live.slide as slide')
    .innerJoin('live.deck as deck', 'deck.id', 'slide.deck_id')
    .innerJoin('live.stage as stage', 'stage.session_id', 'deck.session_id')
    .select(['deck.id as deck', 'deck.session_id', 'deck.keeps', 'slide.shown', 'stage.state'])
    .where('slide.name', '=', name)
    .executeTakeFirst();
  if (!row) throw missing;
  const isOut = row.shown && (row.state === 'live' || (row.state === 'over' && row.keeps));
  const isPublic = isOut && (await isReleased(ctx, row.session_id));
  if (!isPublic) await needCrew(ctx, row.session_id, row.deck, missing);
  const column = end === '.txt' ? 'text' : end === '.webp' ? 'large' : 'small';
  const { value } = await ctx.db
    .selectFrom('live.slide')
    .select(`${column} as value`)
    .where('name', '=', name)
    .executeTakeFirstOrThrow();
  const type = end === '.txt' ? 'text/plain; charset=utf-8' : 'image/webp';
  return { bytes: Buffer.from(value as string | Buffer), type, isPublic };
}

async function isReleased(ctx: Ctx, sessionId: string): Promise<boolean> {
  try {
    await congress.getSession({ ...ctx, actor: { kind: 'guest' } }, sessionId);
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

async function needCrew(ctx: Ctx, sessionId: string, deck: string, missing: Refusal): Promise<void> {
  try {
    await findDeck(ctx, sessionId, deck, await mustGive(ctx, sessionId));
  } catch (error) {
    if (error instanceof Refusal) throw missing;
    throw error;
  }
}

/** What thousands ask for in the same second is read once; so long may it still be had after it was taken away. */
const keptMs = 5_000;
const mostKept = 40;

/** Answers a page's file outside Kit when it is everybody's. False: it is not, and who asks has to be looked at. */
export async function serveSlide(
  ctx: Ctx,
  req: IncomingMessage,
  res: ServerResponse,
  file: string,
): Promise<boolean> {
  const pictures = livePart(ctx)?.pictures;
  if (!pictures || !address.test(file)) return false;
  const now = Date.now();
  let known = pictures.get(file);
  if (!known || known.until < now) {
    const found = getSlideFile({ ...ctx, actor: { kind: 'guest' } }, file).catch((error: unknown) => {
      if (error instanceof Refusal) return undefined;
      pictures.delete(file);
      throw error;
    });
    known = { until: now + keptMs, found };
    pictures.set(file, known);
    for (const one of pictures.keys()) {
      if (pictures.size <= mostKept) break;
      pictures.delete(one);
    }
  }
  const found = await known.found;
  if (!found) {
    // It may be shown the next moment, and nobody should wait for it then.
    pictures.delete(file);
    return false;
  }
  res.writeHead(200, { ...slideHeaders(found), 'content-length': String(found.bytes.length) });
  res.end(req.method === 'HEAD' ? undefined : found.bytes);
  return true;
}
