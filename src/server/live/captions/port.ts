import { asSystem, inTransaction, newId, refuse, sha256, type Ctx } from '#server/kernel';
import { z } from 'zod';
import { captionInput, findTyped, putCaption, settled } from './captions.ts';

/** One request of a speech-recognition server. */
export const longestRequest = 16 * 1024;
const mostLines = 40;

const portLine = z.strictObject({
  text: z.string().max(1200),
  final: z.boolean().default(true),
  /** The recogniser's own number of the utterance; without it what is not final goes on until something is. */
  id: z
    .string()
    .regex(/^[\w-]{1,24}$/)
    .optional(),
  /** Grows with each wording of one utterance. */
  n: z
    .number()
    .int()
    .min(0)
    .max(settled - 1)
    .optional(),
});

/** Refuses before anything is read: `unauthenticated` an unknown or revoked key, `forbidden` one of another session or language. */
export async function admitPort(
  ctx: Ctx,
  sessionId: string,
  lang: string,
  authorization: string | null,
): Promise<string> {
  const secret = /^Bearer ([\w-]{20,80})$/.exec(authorization ?? '')?.[1];
  const key =
    secret &&
    (await ctx.db
      .selectFrom('live.caption_key')
      .select(['id', 'session_id', 'lang'])
      .where('hash', '=', sha256(secret))
      .executeTakeFirst());
  if (!key) throw refuse('unauthenticated', 'captions.bad_key');
  if (key.session_id !== sessionId || key.lang !== lang) throw refuse('forbidden', 'captions.key_of_another');
  return key.id;
}

/**
 * Takes what a speech-recognition server heard: lines of JSON `{text, final}`, all of them or none. The language is that of
 * the address. What is said again or comes too late changes nothing. Refuses like `admitPort`; `invalid` what is no UTF-8, no
 * JSON, too long or of another shape, with the number of the line; `too_many` a flood; `conflict` when the session is over.
 */
export async function hearPort(
  ctx: Ctx,
  sessionId: string,
  lang: string,
  authorization: string | null,
  body: Uint8Array,
): Promise<{ lines: number }> {
  const key = await admitPort(ctx, sessionId, lang, authorization);
  const lines = readLines(body);
  await inTransaction(asSystem(ctx, 'captions'), async (inner) => {
    // Requests of one key one after another, so that a wording can't come between two others.
    const still = await inner.db
      .selectFrom('live.caption_key')
      .select('id')
      .where('id', '=', key)
      .forUpdate()
      .executeTakeFirst();
    if (!still) throw refuse('unauthenticated', 'captions.bad_key');
    for (const line of lines) {
      const running = line.id
        ? await findTyped(inner, sessionId, lang, `p-${key}-${line.id}`)
        : await findRunning(inner, sessionId, lang, key);
      const input = captionInput.parse({
        text: line.text,
        final: line.final,
        typed: line.id ? `p-${key}-${line.id}` : (running?.typed ?? `p-${key}-${newId(20)}`),
        version: line.n ?? (running ? Math.min(running.version + 1, settled - 1) : 0),
      });
      await putCaption(inner, sessionId, lang, input);
    }
  });
  return { lines: lines.length };
}

function readLines(body: Uint8Array): z.output<typeof portLine>[] {
  if (body.byteLength > longestRequest) throw refuse('invalid', 'captions.too_long');
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw refuse('invalid', 'captions.not_utf8');
  }
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  if (lines.length === 0 || lines.length > mostLines) throw refuse('invalid', 'captions.too_long');
  return lines.map((line, index) => {
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      throw refuse('invalid', 'captions.not_json', { line: index + 1 });
    }
    const parsed = portLine.safeParse(value);
    if (!parsed.success) throw refuse('invalid', 'captions.wrong_shape', { line: index + 1 });
    return parsed.data;
  });
}

async function findRunning(ctx: Ctx, sessionId: string, lang: string, key: string) {
  return ctx.db
    .selectFrom('live.caption')
    .select(['typed', 'version'])
    .where('session_id', '=', sessionId)
    .where('lang', '=', lang)
    .where('typed', 'like', `p-${key}-%`)
    .where('version', '<', settled)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
}
