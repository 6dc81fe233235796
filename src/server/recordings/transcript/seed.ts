import type { Ctx } from '#server/kernel';
import * as live from '#server/live';
import { speakersAt } from '../publish/chapters.ts';
import { listConsents } from '../consent/consent.ts';

/** Lines of one statement hold so many rows. */
const rowsAtOnce = 500;

/**
 * The captions of a session become the transcript of its recording, once: whoever corrects it then corrects the recording's.
 * Words of those who want nothing kept of them are left out, and where it can't be said whose they are as long as such a
 * person's microphone was on.
 */
export async function seedLines(
  ctx: Ctx,
  recordingId: string,
  sessionId: string,
  startedAt: Date,
  _take: string,
): Promise<void> {
  const { from, captions } = await live.listCaptions(ctx, sessionId);
  if (!from || captions.length === 0) return;
  const take = await ctx.db
    .selectFrom('recordings.recording')
    .select('take_id')
    .where('id', '=', recordingId)
    .executeTakeFirst();
  const speakerAt = await speakersAt(ctx, sessionId, take?.take_id ?? undefined, startedAt);
  const consents = await listConsents(ctx, sessionId);
  const offset = from.getTime() - startedAt.getTime();
  const counts = new Map<string, number>();
  const rows = captions.flatMap((caption) => {
    const start = caption.begins + offset;
    // Of another running of the session: this take was not there yet.
    if (start < -5000) return [];
    const identity = speakerAt(Math.max(0, start));
    const consent = identity === undefined ? undefined : consents.get(identity);
    if (consent?.isRevoked || consent?.choice === 'none') return [];
    const position = counts.get(caption.lang) ?? 0;
    counts.set(caption.lang, position + 1);
    return [
      {
        recording_id: recordingId,
        lang: caption.lang,
        position,
        start_ms: Math.max(0, start),
        end_ms: Math.max(0, caption.ends + offset, start + 1000),
        text: caption.text,
        identity: identity ?? null,
      },
    ];
  });
  for (let at = 0; at < rows.length; at += rowsAtOnce)
    await ctx.db
      .insertInto('recordings.line')
      .values(rows.slice(at, at + rowsAtOnce))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
}
