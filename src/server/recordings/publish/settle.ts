import { asSystem, inTransaction, type Ctx, type Happening } from '#server/kernel';
import { erase } from '../archive/erase.ts';
import { publishNow } from './publish.ts';
import { hasCuts, whoIsCut } from './consents.ts';
import { addMake } from './finish.ts';
import { recordingChanged } from './rows.ts';
import { handOverRecording } from './search.ts';

const rowsOf = (ctx: Ctx, sessionId: string) =>
  ctx.db
    .selectFrom('recordings.recording')
    .selectAll()
    .where('session_id', '=', sessionId)
    .where('take_id', 'is not', null)
    .orderBy('id')
    .forUpdate()
    .execute();

/** Somebody answered, or thought better of it: what waited for them goes out by itself, without whom it has to be. */
export async function settleConsent(ctx: Ctx, { data }: Happening): Promise<void> {
  const sessionId = String(data.sessionId);
  await inTransaction(asSystem(ctx, 'recordings'), async (inner) => {
    const rows = await rowsOf(inner, sessionId);
    if (rows.length === 0) return;
    const cuts = await whoIsCut(inner, sessionId);
    for (const row of rows) {
      // Made without whoever has to be cut out; it publishes itself when everybody agreed.
      if (hasCuts(cuts)) await addMake(inner, row.id);
      else if (row.state === 'held' && row.is_wanted && cuts.isAgreed && row.made !== 'polishing')
        await publishNow(inner, row);
      await recordingChanged(inner, row);
    }
  });
}

const isTakeGone = async (ctx: Ctx, takeId: string | null): Promise<boolean> => {
  const take = await ctx.db
    .selectFrom('recordings.take')
    .select('state')
    .where('id', '=', takeId)
    .executeTakeFirst();
  return take?.state === 'gone';
};

/**
 * Somebody took back what they had agreed to: at once nobody hears it any more, and no line, chapter or hit of theirs is left;
 * then it is made anew without them.
 */
export async function cutOut(ctx: Ctx, { data }: Happening): Promise<void> {
  if (typeof data.recordingId !== 'string') return;
  const [recordingId, identity] = [data.recordingId, String(data.identity)];
  await inTransaction(asSystem(ctx, 'recordings'), async (inner) => {
    const row = await inner.db
      .updateTable('recordings.recording')
      .set((eb) => ({
        state: eb.case().when('state', '=', 'published').then('held').else(eb.ref('state')).end(),
      }))
      .where('id', '=', recordingId)
      .where('take_id', 'is not', null)
      .returningAll()
      .executeTakeFirst();
    if (!row) return;
    // Without tracks nobody can be taken out alone: then the whole of it goes.
    if (await isTakeGone(inner, row.take_id)) return erase(inner, row);
    for (const table of ['recordings.line', 'recordings.chapter'] as const)
      await inner.db
        .deleteFrom(table)
        .where('recording_id', '=', recordingId)
        .where('identity', '=', identity)
        .execute();
    await handOverRecording(inner, recordingId);
    await addMake(inner, recordingId);
    await recordingChanged(inner, row);
  });
}
