import { asSystem, inTransaction, type Ctx, type Happening } from '#server/kernel';
import { erase } from '../archive/erase.ts';
import { forgetAllWords } from '../consent/words.ts';
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

/**
 * Somebody answered, or thought better of it: what waited for them goes out by itself, without whom it has to be; what is out
 * already and holds more than people want now, or waits for somebody again, is nobody's to hear until then.
 */
export async function settleConsent(ctx: Ctx, { data }: Happening): Promise<void> {
  const sessionId = String(data.sessionId);
  await inTransaction(asSystem(ctx, 'recordings'), async (inner) => {
    const rows = await rowsOf(inner, sessionId);
    if (rows.length === 0) return;
    const cuts = await whoIsCut(inner, sessionId);
    for (const row of rows) {
      // Nobody's answer changes it any more; whoever revokes takes all of it away.
      if (await isTakeGone(inner, row.take_id)) continue;
      const isTooMuch = hasCuts(cuts) || !cuts.isAgreed;
      if (row.state === 'published' && isTooMuch) await hold(inner, row.id);
      // Made without whoever has to be cut out; it publishes itself when everybody agreed.
      if (hasCuts(cuts)) await makeAnew(inner, row.id);
      else if (row.state === 'held' && row.is_wanted && cuts.isAgreed && row.made !== 'polishing')
        await publishNow(inner, row);
      await recordingChanged(inner, row);
    }
  });
}

/** Until it is made nobody can publish what there is: it may hold whoever has just left. */
async function makeAnew(ctx: Ctx, id: string): Promise<void> {
  await ctx.db
    .updateTable('recordings.recording')
    .set({ made: 'polishing', progress: 0 })
    .where('id', '=', id)
    .execute();
  await addMake(ctx, id);
}

async function hold(ctx: Ctx, id: string): Promise<void> {
  await ctx.db.updateTable('recordings.recording').set({ state: 'held' }).where('id', '=', id).execute();
  await handOverRecording(ctx, id);
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
  const [recordingId, identity] = [data.recordingId, String(data.identity)];
  await inTransaction(asSystem(ctx, 'recordings'), async (inner) => {
    await forgetAllWords(inner, String(data.sessionId));
    if (typeof recordingId !== 'string') return;
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
    await makeAnew(inner, recordingId);
    await recordingChanged(inner, row);
  });
}
