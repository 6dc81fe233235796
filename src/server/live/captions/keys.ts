import { audit, inTransaction, newId, newSecret, refuse, sha256, type Ctx } from '#server/kernel';
import { z } from 'zod';
import { langInput, mustKeep } from '../booths/places.ts';
import { ensureStage } from '../stage/stages.ts';
import { needLanguage } from './captions.ts';

/** Servers that may caption one session. */
const mostKeys = 12;

export const captionKeyInput = z.object({
  name: z.string().trim().min(1, 'captions.name_missing').max(60),
  lang: langInput,
});

export interface CaptionKey {
  id: string;
  name: string;
  lang: string;
}

/**
 * Makes a key for a speech-recognition server, good for one session and one language. Answers the secret, which is
 * stored only as its hash. Refuses whoever does not run the technique, and a language that nobody reads here.
 */
export async function makeCaptionKey(
  ctx: Ctx,
  sessionId: string,
  { name, lang }: z.output<typeof captionKeyInput>,
): Promise<string> {
  await mustKeep(ctx, sessionId);
  return inTransaction(ctx, async (inner) => {
    await ensureStage(inner, sessionId);
    await needLanguage(inner, sessionId, lang);
    if ((await listCaptionKeys(inner, sessionId)).length >= mostKeys)
      throw refuse('conflict', 'captions.too_many_keys');
    const secret = newSecret();
    await inner.db
      .insertInto('live.caption_key')
      .values({ id: newId(), session_id: sessionId, lang, hash: sha256(secret), name })
      .execute();
    await audit(inner, 'live.caption_key_make', `session:${sessionId}`);
    return secret;
  });
}

/** Takes a key back; what it sends from now on is refused. Refuses like `makeCaptionKey`; an unknown one is gone already. */
export async function revokeCaptionKey(ctx: Ctx, sessionId: string, id: string): Promise<void> {
  await mustKeep(ctx, sessionId);
  await inTransaction(ctx, async (inner) => {
    const gone = await inner.db
      .deleteFrom('live.caption_key')
      .where('session_id', '=', sessionId)
      .where('id', '=', id)
      .returning('id')
      .executeTakeFirst();
    if (gone) await audit(inner, 'live.caption_key_revoke', `session:${sessionId}`);
  });
}

/** The keys of a session, never their secrets. Refuses like `makeCaptionKey`. */
export async function listCaptionKeys(ctx: Ctx, sessionId: string): Promise<CaptionKey[]> {
  await mustKeep(ctx, sessionId);
  return ctx.db
    .selectFrom('live.caption_key')
    .select(['id', 'name', 'lang'])
    .where('session_id', '=', sessionId)
    .orderBy('lang')
    .orderBy('name')
    .execute();
}
