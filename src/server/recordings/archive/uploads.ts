import { rm, stat } from 'node:fs/promises';
import * as accounts from '#server/accounts';
import { addJob, inTransaction, newId, refuse, type Ctx } from '#server/kernel';
import { freeBytes } from '../free-space.ts';
import { leftFree, mostBytes, mostUploads, unfinishedMs, uploadPath, uploadsFolder } from './limits.ts';

/** Whoever works on the programme of an event works on its recordings. Refuses unauthenticated and forbidden. */
export const needArchivist = (ctx: Ctx, eventId: string): Promise<void> =>
  accounts.needRole(ctx, ['programme_editor'], [{ kind: 'event', id: eventId }]);

export interface Upload {
  id: string;
  name: string;
  bytes: number;
  /** Of what is announced; all of it once it came. */
  received: number;
  state: 'coming' | 'came' | 'ready' | 'refused';
  fault?: string;
  seconds?: number;
  hasPicture: boolean;
}

/** A name as it may be shown: its last part, without what no eye sees, and not endless. */
export const cleanName = (name: string): string =>
  name
    .normalize('NFC')
    .split(/[\\/]/)
    .at(-1)!
    .replace(/[\p{C}\p{Z}]+/gu, ' ')
    .trim()
    .slice(0, 200) || 'file';

/**
 * A place for an old recording. Refuses who doesn't work on the event, invalid (archive.too_large, archive.empty), too_many
 * (archive.too_many) when that many wait already, and unavailable (archive.no_room) when the disk would be too full.
 */
export async function beginUpload(
  ctx: Ctx,
  eventId: string,
  { name, bytes }: { name: string; bytes: number },
): Promise<string> {
  await needArchivist(ctx, eventId);
  const most = mostBytes(ctx.config);
  if (!(bytes > 0)) throw refuse('invalid', 'archive.empty');
  if (bytes > most) throw refuse('invalid', 'archive.too_large', { most: mostInWords(ctx) });
  const coming = await ctx.db
    .selectFrom('recordings.upload')
    .select(['id', 'bytes', 'event_id', 'state'])
    .where('state', '<>', 'refused')
    .execute();
  if (coming.filter((one) => one.event_id === eventId).length >= mostUploads)
    throw refuse('too_many', 'archive.too_many', { most: mostUploads });
  // What others are still sending is promised already.
  let promised = 0;
  for (const one of coming)
    if (one.state === 'coming') promised += Math.max(0, one.bytes - (await receivedOf(ctx, one.id)));
  if ((await freeBytes(uploadsFolder(ctx.config))) - promised - bytes < leftFree)
    throw refuse('unavailable', 'archive.no_room');
  const id = newId(26);
  await ctx.db
    .insertInto('recordings.upload')
    .values({ id, event_id: eventId, name: cleanName(name), bytes, begun_at: ctx.now() })
    .execute();
  return id;
}

export const mostInWords = (ctx: Ctx): string =>
  new Intl.NumberFormat(ctx.lang, { maximumFractionDigits: 2 }).format(ctx.config.VECHE_UPLOAD_GB);

const receivedOf = async (ctx: Ctx, id: string): Promise<number> =>
  (await stat(uploadPath(ctx.config, id)).catch(() => undefined))?.size ?? 0;

/** Refuses not_found (archive.no_such_upload) what is none, or is of an event one doesn't work on. */
export async function needUpload(ctx: Ctx, id: string) {
  const row = await ctx.db
    .selectFrom('recordings.upload')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  const isTheirs =
    row && (await accounts.mayIn(ctx, ['programme_editor'], [{ kind: 'event', id: row.event_id }]));
  if (!isTheirs) throw refuse('not_found', 'archive.no_such_upload');
  return row;
}

/** It is here whole: it is looked at next. Twice changes nothing. */
export async function uploadCame(ctx: Ctx, id: string): Promise<void> {
  await inTransaction(ctx, async (inner) => {
    const row = await inner.db
      .updateTable('recordings.upload')
      .set({ state: 'came' })
      .where('id', '=', id)
      .where('state', '=', 'coming')
      .returning('id')
      .executeTakeFirst();
    if (row) await addJob(inner, 'recordings:look', { uploadId: id }, { key: `look ${id}`, maxAttempts: 4 });
  });
}

/** Takes one away with its bytes. Refuses like `needUpload`, and conflict (archive.taken) one that a recording waits for. */
export async function dropUpload(ctx: Ctx, id: string): Promise<void> {
  const row = await needUpload(ctx, id);
  if (row.state === 'taken') throw refuse('conflict', 'archive.taken');
  await forgetUpload(ctx, id);
  await removeBytes(ctx, id);
}

export const forgetUpload = async (ctx: Ctx, id: string): Promise<void> =>
  void (await ctx.db.deleteFrom('recordings.upload').where('id', '=', id).execute());

export const isWhole = async (ctx: Ctx, { id, bytes }: { id: string; bytes: number }): Promise<boolean> =>
  (await receivedOf(ctx, id)) >= bytes;

/** The bytes and what the resumable protocol noted beside them. */
export async function removeBytes(ctx: Ctx, id: string): Promise<void> {
  await rm(uploadPath(ctx.config, id), { force: true });
  await rm(`${uploadPath(ctx.config, id)}.json`, { force: true });
}

/** What is on its way in or waits for a word, the oldest first. Refuses who doesn't work on the event. */
export async function listUploads(ctx: Ctx, eventId: string): Promise<Upload[]> {
  await needArchivist(ctx, eventId);
  const rows = await ctx.db
    .selectFrom('recordings.upload')
    .selectAll()
    .where('event_id', '=', eventId)
    .where('state', '<>', 'taken')
    .orderBy('begun_at')
    .orderBy('name')
    .execute();
  return Promise.all(
    rows
      .filter((row) => row.state !== 'coming' || ctx.now().getTime() - row.begun_at.getTime() < unfinishedMs)
      .map(async (row) => ({
        id: row.id,
        name: row.name,
        bytes: row.bytes,
        received: row.state === 'coming' ? await receivedOf(ctx, row.id) : row.bytes,
        state: row.state as Upload['state'],
        ...(row.fault ? { fault: row.fault } : {}),
        ...(row.seconds !== null ? { seconds: row.seconds } : {}),
        hasPicture: row.width !== null,
      })),
  );
}
