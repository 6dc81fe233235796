import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { addJob, audit, inTransaction, refuse, type Ctx } from '#server/kernel';
import { mediaFolder, takeFolder } from '../folders.ts';
import { recordingsPart } from '../part.ts';
import { findRow, recordingChanged, type RecordingRow } from '../publish/rows.ts';
import { handOverRecording } from '../publish/search.ts';
import { needArchivist, removeBytes } from './uploads.ts';

/** A recording of an event one works on. Refuses not_found (archive.no_such_recording). */
export async function needRecording(ctx: Ctx, eventId: string, id: string): Promise<RecordingRow> {
  await needArchivist(ctx, eventId);
  const row = await findRow(ctx, id);
  if (row?.event_id !== eventId) throw refuse('not_found', 'archive.no_such_recording');
  return row;
}

/**
 * Takes a recording away for good: from pages, feeds and search at once, its files, its original and what it was made from
 * within moments. Refuses like `needRecording`.
 */
export async function eraseRecording(ctx: Ctx, eventId: string, id: string): Promise<void> {
  const row = await needRecording(ctx, eventId, id);
  await inTransaction(ctx, async (inner) => erase(inner, row));
}

/** Not for the door; inside a transaction. */
export async function erase(ctx: Ctx, row: RecordingRow): Promise<void> {
  const uploads = await ctx.db
    .selectFrom('recordings.upload')
    .select('id')
    .where('recording_id', '=', row.id)
    .execute();
  await ctx.db.deleteFrom('recordings.recording').where('id', '=', row.id).execute();
  await handOverRecording(ctx, row.id);
  await audit(ctx, 'recordings.erase', `recording:${row.id}`);
  await recordingChanged(ctx, row);
  await addJob(
    ctx,
    'recordings:erase',
    {
      recordingId: row.id,
      takeId: row.take_id,
      uploads: uploads.map((one) => one.id),
    },
    { maxAttempts: 12 },
  );
}

/** A job: the files of a recording that is no more. */
export async function eraseFiles(ctx: Ctx, payload: Record<string, unknown>): Promise<void> {
  const id = String(payload.recordingId ?? '');
  // An empty or odd id would be a prefix of everything.
  if (!/^[0-9a-z]{6,32}$/.test(id)) return;
  if (await findRow(ctx, id)) return;
  for (const upload of (payload.uploads ?? []) as string[]) await removeBytes(ctx, upload);
  await rm(join(mediaFolder(ctx.config), 'work', id), { recursive: true, force: true });
  if (typeof payload.takeId === 'string') await eraseTake(ctx, payload.takeId);
  await recordingsPart(ctx)!.storage.removeAll(`recordings/${id}/`);
}

/** Tracks, journal and what the listeners had. */
export async function eraseTake(ctx: Ctx, takeId: string): Promise<void> {
  await rm(takeFolder(ctx.config, takeId), { recursive: true, force: true });
  await ctx.db
    .updateTable('recordings.take')
    .set({ state: 'gone' })
    .where('id', '=', takeId)
    .where('state', '<>', 'on')
    .execute();
}
