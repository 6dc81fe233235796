import { audit, inTransaction, refuse, type Ctx } from '#server/kernel';
import { z } from 'zod';
import { mustRun } from '../access.ts';
import { hasCuts, whoIsCut } from './consents.ts';
import { addMake, tellPublished, toHour } from './finish.ts';
import { recordingChanged, type RecordingRow } from './rows.ts';
import { handOverRecording } from './search.ts';

/**
 * Makes a recording public. Refuses whoever doesn't run it, `conflict` while somebody who is heard in it has not agreed: only
 * they can, and whoever refused is cut out before.
 */
export async function publishRecording(ctx: Ctx, id: string): Promise<void> {
  await inTransaction(ctx, async (inner) => {
    const row = await mustRun(inner, id);
    if (row.state === 'published') return;
    const cuts = row.session_id && row.take_id ? await whoIsCut(inner, row.session_id) : undefined;
    if (cuts && !cuts.isAgreed) throw refuse('conflict', 'recordings.not_agreed');
    const made = await wantPublic(inner, id);
    // What the listeners had holds everybody; without whom it has to be is made first, and publishes itself.
    if (!cuts || !hasCuts(cuts) || made === 'polished') await publishNow(inner, row);
    // Where the work goes on it sees at its end that it is wanted.
    else if (made !== 'polishing') await addMake(inner, id);
  });
}

/** Not for the door; inside a transaction. */
export async function publishNow(ctx: Ctx, row: RecordingRow): Promise<void> {
  await ctx.db
    .updateTable('recordings.recording')
    .set({ state: 'published', published_at: row.published_at ?? toHour(ctx.now()) })
    .where('id', '=', row.id)
    .execute();
  await handOverRecording(ctx, row.id);
  await recordingChanged(ctx, row);
  await tellPublished(ctx, row.id, row.session_id);
}

/** Takes a recording from everybody; it stays for whoever runs it. Refuses whoever doesn't. */
export async function withdrawRecording(ctx: Ctx, id: string): Promise<void> {
  await inTransaction(ctx, async (inner) => {
    await withdrawNow(inner, await mustRun(inner, id));
  });
}

/** Not for the door; inside a transaction. */
export async function withdrawNow(ctx: Ctx, row: RecordingRow): Promise<void> {
  await ctx.db
    .updateTable('recordings.recording')
    .set({ state: 'withdrawn', is_wanted: false })
    .where('id', '=', row.id)
    .execute();
  await audit(ctx, 'recordings.withdraw', `recording:${row.id}`);
  await handOverRecording(ctx, row.id);
  await recordingChanged(ctx, row);
}

/** Not for the door; inside a transaction: it is to be public as soon as it may. Answers how far it is made. */
export async function wantPublic(ctx: Ctx, id: string): Promise<string> {
  const { made } = await ctx.db
    .updateTable('recordings.recording')
    .set({ is_wanted: true })
    .where('id', '=', id)
    .returning('made')
    .executeTakeFirstOrThrow();
  await audit(ctx, 'recordings.publish', `recording:${id}`);
  return made;
}

const mark = z
  .string()
  .trim()
  .regex(/^(?:(?:(\d{1,2}):)?\d{1,3}:\d{2})?$/, 'recordings.mark_shape')
  .transform((text) =>
    text === '' ? null : text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0) * 1000,
  );
export const marksInput = z.object({
  from: mark,
  to: mark,
  poster: z.enum(['motif', 'slide', 'picture']).default('motif'),
});

/**
 * Says where a recording begins and ends, in minutes and seconds of what the listeners had, and makes it anew. Refuses whoever
 * doesn't run it, `invalid` an end before the beginning, `gone` when what it is made from is not kept any more.
 */
export async function setMarks(
  ctx: Ctx,
  id: string,
  { from, to, poster }: z.output<typeof marksInput>,
): Promise<void> {
  if (from !== null && to !== null && to - from < 1000) throw refuse('invalid', 'recordings.marks_cross');
  await inTransaction(ctx, async (inner) => {
    const row = await mustRun(inner, id);
    await inner.db
      .updateTable('recordings.recording')
      .set({ from_ms: from, to_ms: to, poster })
      .where('id', '=', id)
      .execute();
    await audit(inner, 'recordings.marks', `recording:${id}`);
    await addMake(inner, id);
    await recordingChanged(inner, row);
  });
}
