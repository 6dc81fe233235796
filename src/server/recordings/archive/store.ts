import { stat } from 'node:fs/promises';
import { inTransaction, Refusal, type Ctx } from '#server/kernel';
import { recordingsPart } from '../part.ts';
import { addMake } from '../publish/finish.ts';
import { findRow, recordingChanged, type RecordingRow } from '../publish/rows.ts';
import { uploadPath } from './limits.ts';
import { removeBytes } from './uploads.ts';

/**
 * A job: puts what was handed in into storage and has it made. The bytes stay on the disk until storage has them; while it
 * is away the job fails in a word that the desk shows, and is tried again.
 */
export async function storeOriginal(ctx: Ctx, payload: Record<string, unknown>): Promise<void> {
  const row = await findRow(ctx, String(payload.recordingId ?? ''));
  if (!row) return;
  const upload = await ctx.db
    .selectFrom('recordings.upload')
    .selectAll()
    .where('recording_id', '=', row.id)
    .executeTakeFirst();
  if (!upload?.sha256) return;
  const path = uploadPath(ctx.config, upload.id);
  // The same name at every try: a second one writes over the first.
  const key = `recordings/${row.id}/original/${upload.id}`;
  try {
    await recordingsPart(ctx)!.storage.put(key, path, { mime: upload.mime!, sha256: upload.sha256 });
  } catch (error) {
    const isGone = !(await stat(path).catch(() => undefined));
    const fault = isGone ? 'archive.lost' : error instanceof Refusal ? error.code : 'storage.odd';
    await setFault(ctx, row, fault);
    throw error;
  }
  await inTransaction(ctx, async (inner) => {
    await inner.db
      .insertInto('recordings.file')
      .values({
        ...{ recording_id: row.id, name: 'original', kind: 'original', version: row.version },
        ...{ mime: upload.mime!, bytes: upload.bytes, sha256: upload.sha256!, storage_key: key },
        ...{ seconds: upload.seconds, width: upload.width, height: upload.height },
      })
      .onConflict((conflict) => conflict.columns(['recording_id', 'name']).doNothing())
      .execute();
    await inner.db.deleteFrom('recordings.upload').where('id', '=', upload.id).execute();
    await setFault(inner, row, null);
    await addMake(inner, row.id);
  });
  await removeBytes(ctx, upload.id);
}

async function setFault(ctx: Ctx, row: RecordingRow, fault: string | null): Promise<void> {
  await ctx.db.updateTable('recordings.recording').set({ fault }).where('id', '=', row.id).execute();
  await recordingChanged(ctx, row);
}
