import * as congress from '#server/congress';
import { addJob, emit, inTransaction, langs, newId, type Ctx, type Words } from '#server/kernel';
import { lockConsents } from '../consent/rows.ts';
import { takeFolder } from '../folders.ts';
import { seedChapters } from './chapters.ts';
import { whoIsCut } from './consents.ts';
import { lengthOf, toPieces, wholeParts } from './pieces.ts';
import { recordingChanged } from './rows.ts';
import { handOverRecording } from './search.ts';
import { readStretches } from './segments.ts';
import { seedLines } from '../transcript/seed.ts';

/** Titles in every language a session has one in. */
async function wordsOf(ctx: Ctx, sessionId: string): Promise<Words> {
  const words: Record<string, string> = {};
  for (const lang of langs) {
    const { title } = await congress.getSession({ ...ctx, lang }, sessionId);
    words[title.lang] ??= title.text;
  }
  return words;
}

/**
 * A job: what the listeners had of a take becomes a recording that can be played at once, as it lies there; it is public at
 * once only when everybody heard in it agreed before. Then the work on it begins. Doing it twice changes nothing.
 */
export async function finishRecording(ctx: Ctx, payload: Record<string, unknown>): Promise<void> {
  const takeId = String(payload.takeId ?? '');
  const take = await ctx.db
    .selectFrom('recordings.take')
    .select(['id', 'session_id', 'is_kept', 'state', 'started_at'])
    .where('id', '=', takeId)
    .executeTakeFirst();
  if (!take?.is_kept || take.state === 'on') return;
  const folder = takeFolder(ctx.config, take.id);
  const sound = await readStretches(folder, 'floor');
  if (sound.length === 0) return;
  const picture = await readStretches(folder, 'picture');
  const pieces = toPieces(wholeParts(sound), { from: 0, to: Infinity }, [], 0);
  const session = await congress.getSession(ctx, take.session_id);
  const title = await wordsOf(ctx, take.session_id);
  await inTransaction(ctx, async (inner) => {
    await lockConsents(inner, take.session_id);
    const consent = await whoIsCut(inner, take.session_id);
    const isFree = consent.isAgreed && consent.sound.size === 0 && consent.picture.size === 0;
    const row = await inner.db
      .insertInto('recordings.recording')
      .values({
        id: newId(12),
        event_id: session.event.id,
        session_id: take.session_id,
        take_id: take.id,
        title: JSON.stringify(title),
        lang: session.langs.length === 1 ? session.langs[0]! : null,
        section_id: session.section?.id ?? null,
        held_on: session.day?.date ?? take.started_at.toISOString().slice(0, 10),
        state: isFree ? 'published' : 'held',
        seconds: Math.round(lengthOf(pieces) / 1000),
        has_picture: picture.length > 0,
        pieces: JSON.stringify(pieces),
        published_at: isFree ? toHour(inner.now()) : null,
      })
      .onConflict((conflict) => conflict.column('take_id').doNothing())
      .returningAll()
      .executeTakeFirst();
    if (!row) return;
    await seedLines(inner, row.id, take.session_id, take.started_at, folder);
    await seedChapters(inner, row.id, take.session_id, take.started_at, folder);
    await addMake(inner, row.id);
    await handOverRecording(inner, row.id);
    await recordingChanged(inner, row);
    if (isFree) await tellPublished(inner, row.id, take.session_id);
  });
}

export const toHour = (at: Date): Date => new Date(Math.floor(at.getTime() / 3_600_000) * 3_600_000);

export const tellPublished = (ctx: Ctx, recordingId: string, sessionId: string | null): Promise<void> =>
  emit(ctx, { name: 'recordings.published', data: { recordingId, sessionId } });

/** The work on a recording waits in one place: whoever asks for it again begins it once. `later`: it is not its turn yet. */
export const addMake = (
  ctx: Ctx,
  recordingId: string,
  later?: { runAt: Date; isWordless: true },
): Promise<void> =>
  addJob(
    ctx,
    'recordings:make',
    { recordingId, ...(later && { isWordless: true }) },
    { key: `make ${recordingId}`, ...(later && { runAt: later.runAt }) },
  );
