import { addJob, inTransaction, type Ctx } from '#server/kernel';
import { findFfmpeg } from '#server/live';
import { destroyOf } from '../cut/destroy.ts';
import { pictureIn } from '../cut/sources.ts';
import { takeFolder } from '../folders.ts';
import { recordingsPart } from '../part.ts';
import { hasCuts, keyOf, noCuts, whoIsCut, type Cuts } from './consents.ts';
import { tellPublished, toHour } from './finish.ts';
import type { Piece } from './pieces.ts';
import { prefixOf, recordingChanged, type RecordingRow } from './rows.ts';
import { handOverRecording } from './search.ts';
import type { Sources } from './sources.ts';

/** One file that came out, on its way into storage. */
export interface Made {
  name: string;
  kind: 'full' | 'small' | 'audio' | 'poster';
  lang: string | null;
  mime: string;
  path: string;
  height?: number;
  width?: number;
}

/** What the work came to. */
export interface Outcome {
  pieces: Piece[];
  /** Seconds. */
  length: number;
  sources: Sources;
  loudness: number | undefined;
  /** Of the work. */
  folder: string;
}

/** Puts the files into storage and, when all are there, makes them the recording; then the old ones are destroyed. */
export async function keepMade(
  ctx: Ctx,
  row: RecordingRow,
  cuts: Cuts,
  made: Made[],
  outcome: Outcome,
): Promise<void> {
  const { storage } = recordingsPart(ctx)!;
  const hadFiles = await ctx.db
    .selectFrom('recordings.file')
    .select(['name', 'storage_key'])
    .where('recording_id', '=', row.id)
    .where('kind', 'in', ['full', 'small', 'audio', 'poster', 'hls'])
    .execute();
  // Addresses never change their bytes: whatever was public under a version is never something else under it.
  const version = hadFiles.length > 0 || row.take_id ? row.version + 1 : row.version;
  const puts: (Made & { key: string; bytes: number; sha256: string })[] = [];
  for (const one of made) {
    const key = `${prefixOf(row.id, version)}${one.name}`;
    puts.push({ ...one, key, ...(await storage.put(key, one.path, { mime: one.mime })) });
  }
  const isWhole = await inTransaction(ctx, async (inner) => {
    const now = await inner.db
      .selectFrom('recordings.recording')
      .selectAll()
      .where('id', '=', row.id)
      .forUpdate()
      .executeTakeFirst();
    if (!now) return false;
    const after = now.session_id ? await whoIsCut(inner, now.session_id) : noCuts;
    // Somebody left while it was made: this version is nobody's to hear.
    if (keyOf(cuts) !== keyOf(after)) return false;
    await inner.db
      .deleteFrom('recordings.file')
      .where('recording_id', '=', row.id)
      .where('kind', 'in', ['full', 'small', 'audio', 'poster', 'hls'])
      .execute();
    for (const one of puts)
      await inner.db
        .insertInto('recordings.file')
        .values({
          recording_id: row.id,
          name: one.name,
          kind: one.kind,
          lang: one.lang,
          version,
          mime: one.mime,
          bytes: one.bytes,
          sha256: one.sha256,
          seconds: Math.round(outcome.length),
          width: one.width ?? null,
          height: one.height ?? null,
          storage_key: one.key,
        })
        .execute();
    const publishes = now.state === 'held' && now.is_wanted && after.isAgreed;
    await inner.db
      .updateTable('recordings.recording')
      .set({
        ...{ made: 'polished', fault: null, progress: 100, version },
        pieces: row.take_id ? JSON.stringify(outcome.pieces) : null,
        seconds: Math.round(outcome.length),
        has_picture: made.some((one) => one.kind === 'full'),
        loudness: outcome.loudness ?? null,
        ...(publishes ? { state: 'published', published_at: toHour(inner.now()) } : {}),
      })
      .where('id', '=', row.id)
      .execute();
    await handOverRecording(inner, row.id);
    await recordingChanged(inner, now);
    if (publishes) await tellPublished(inner, row.id, now.session_id);
    return true;
  });
  if (!isWhole) {
    for (const one of puts)
      if (!hadFiles.some((old) => old.storage_key === one.key)) await storage.remove(one.key);
    await addJob(ctx, 'recordings:make', { recordingId: row.id }, { key: `make ${row.id}` });
    return;
  }
  for (const old of hadFiles)
    if (!puts.some((one) => one.key === old.storage_key)) await storage.remove(old.storage_key);
  // What the listeners had holds everybody: now that a version without somebody is whole it is destroyed, with their tracks.
  if (hasCuts(cuts) && row.take_id)
    await destroyOf(
      findFfmpeg() ?? 'ffmpeg',
      takeFolder(ctx.config, row.take_id),
      cuts,
      pictureIn(outcome.folder),
    );
}
