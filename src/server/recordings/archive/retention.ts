import { sql } from 'kysely';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { inTransaction, traceOf, type Ctx } from '#server/kernel';
import { z } from 'zod';
import { openStorage } from '../storage/open.ts';
import type { Storage } from '../storage/storage.ts';
import { recordingsPart } from '../part.ts';
import { findRow } from '../publish/rows.ts';
import { erase, eraseTake } from './erase.ts';
import { heldUntil, unfinishedMs, untakenMs, uploadsFolder } from './limits.ts';
import { forgetUpload, isWhole, needArchivist, removeBytes, uploadCame } from './uploads.ts';

const day = 86_400_000;

export const keepingInput = z.object({
  years: z
    .literal('')
    .transform(() => undefined)
    .or(z.coerce.number().int().min(1, 'archive.bad_years').max(100, 'archive.bad_years')),
});

/** For how many years an event keeps recordings that say nothing themselves; undefined: for ever. */
export async function getKeeping(ctx: Ctx, eventId: string): Promise<number | undefined> {
  await needArchivist(ctx, eventId);
  const row = await ctx.db
    .selectFrom('recordings.keeping')
    .select('years')
    .where('event_id', '=', eventId)
    .executeTakeFirst();
  return row?.years;
}

/** Refuses who doesn't work on the event. */
export async function setKeeping(ctx: Ctx, eventId: string, years: number | undefined): Promise<void> {
  await needArchivist(ctx, eventId);
  if (years === undefined)
    return void (await ctx.db.deleteFrom('recordings.keeping').where('event_id', '=', eventId).execute());
  await ctx.db
    .insertInto('recordings.keeping')
    .values({ event_id: eventId, years })
    .onConflict((conflict) => conflict.column('event_id').doUpdateSet({ years }))
    .execute();
}

/**
 * A job, each night: what is past its day goes. Each part alone, so that a storage that is away keeps nothing else from being
 * done; what failed is told at the end, and tried the next night.
 */
export async function tidyRecordings(ctx: Ctx): Promise<void> {
  const { storage } = recordingsPart(ctx)!;
  const parts = [
    eraseDue,
    eraseHeld,
    eraseTracks,
    tidyUploads,
    (inner: Ctx) => removeOrphans(inner, storage),
  ];
  let failed: unknown;
  for (const part of parts)
    await part(ctx).catch((error: unknown) => {
      ctx.log.warn('a part of tidying recordings failed', traceOf(error));
      failed = error;
    });
  if (failed) throw failed;
}

/** Recordings past their own day, or past that of their event. Answers how many. */
export async function eraseDue(ctx: Ctx): Promise<number> {
  const today = ctx.now().toISOString().slice(0, 10);
  const due = await ctx.db
    .selectFrom('recordings.recording as r')
    .leftJoin('recordings.keeping as k', 'k.event_id', 'r.event_id')
    .select('r.id')
    .where(
      sql<boolean>`coalesce(r.keep_until, (r.held_on + make_interval(years => k.years))::date) < ${today}::date`,
    )
    .execute();
  for (const { id } of due) {
    const row = await findRow(ctx, id);
    if (row) await inTransaction(ctx, async (inner) => erase(inner, row));
  }
  return due.length;
}

/**
 * Recordings that wait for somebody's answer too long after the time for it: whoever says nothing has not agreed, and what is
 * kept from everybody is not to lie there for ever. Nobody can put it off. Answers how many.
 */
export async function eraseHeld(ctx: Ctx): Promise<number> {
  const rows = await ctx.db
    .selectFrom('recordings.recording as r')
    .innerJoin('recordings.take as t', 't.id', 'r.take_id')
    .selectAll('r')
    .select('t.ended_at')
    .where('r.state', '=', 'held')
    .where('t.ended_at', 'is not', null)
    .execute();
  const due = rows.filter((row) => heldUntil(ctx.config, row.ended_at!) < ctx.now());
  for (const row of due) await inTransaction(ctx, async (inner) => erase(inner, row));
  return due.length;
}

/**
 * Tracks of single people, and all else of a take, once the time for consent is over and its recording is made. Of a recording
 * that still waits for somebody's word they stay until it goes itself: without them nobody could be taken out of it alone.
 */
export async function eraseTracks(ctx: Ctx): Promise<number> {
  const before = new Date(ctx.now().getTime() - ctx.config.VECHE_CONSENT_DAYS * day);
  const over = await ctx.db
    .selectFrom('recordings.take as t')
    .leftJoin('recordings.recording as r', 'r.take_id', 't.id')
    .select('t.id')
    .where('t.state', '=', 'over')
    .where('t.ended_at', '<', before)
    .where((eb) =>
      eb.or([eb('r.id', 'is', null), eb.and([eb('r.made', '=', 'polished'), eb('r.state', '<>', 'held')])]),
    )
    .execute();
  for (const { id } of over) await eraseTake(ctx, id);
  return over.length;
}

/** Uploads that stopped, that nobody took, or that the database knows nothing of. */
export async function tidyUploads(ctx: Ctx): Promise<number> {
  const now = ctx.now().getTime();
  const rows = await ctx.db
    .selectFrom('recordings.upload')
    .select(['id', 'bytes', 'state', 'begun_at'])
    .where('state', '<>', 'taken')
    .execute();
  let count = 0;
  for (const row of rows) {
    const age = now - row.begun_at.getTime();
    if (row.state === 'coming' && (await isWhole(ctx, row))) await uploadCame(ctx, row.id);
    else if (age > (row.state === 'ready' || row.state === 'came' ? untakenMs : unfinishedMs)) {
      await forgetUpload(ctx, row.id);
      await removeBytes(ctx, row.id);
      count += 1;
    }
  }
  const known = new Set(
    (await ctx.db.selectFrom('recordings.upload').select('id').execute()).map((one) => one.id),
  );
  const folder = uploadsFolder(ctx.config);
  for (const name of await readdir(folder).catch(() => [])) {
    const id = name.replace(/\.json$/, '');
    const found = await stat(join(folder, name)).catch(() => undefined);
    if (known.has(id) || !/^[0-9a-z]{26}$/.test(id) || !found || now - found.mtimeMs < day) continue;
    await removeBytes(ctx, id);
    count += 1;
  }
  return count;
}

/** Files of storage that no recording knows, a day old at least: what is being stored has no row yet. */
export async function findOrphans(ctx: Ctx, storage: Storage = openStorage(ctx.config)): Promise<string[]> {
  const before = new Date(ctx.now().getTime() - day);
  const old: string[] = [];
  for await (const { key, changedAt } of storage.list('recordings/')) if (changedAt < before) old.push(key);
  const known = new Set(
    (await ctx.db.selectFrom('recordings.file').select('storage_key').execute()).map(
      (one) => one.storage_key,
    ),
  );
  return old.filter((key) => !known.has(key));
}

async function removeOrphans(ctx: Ctx, storage: Storage): Promise<void> {
  for (const key of await findOrphans(ctx, storage)) await storage.remove(key);
  await storage.tidy(new Date(ctx.now().getTime() - day));
}
