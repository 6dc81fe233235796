import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { Ctx } from '#server/kernel';
import { uploadPath } from './limits.ts';
import { probe } from './probe.ts';
import { removeBytes } from './uploads.ts';

/**
 * A job: looks at what came, before anybody is asked what it is. What is no recording, or is here already, loses its bytes
 * at once and keeps a word why.
 */
export async function lookAtUpload(ctx: Ctx, payload: Record<string, unknown>): Promise<void> {
  const id = String(payload.uploadId ?? '');
  const row = await ctx.db
    .selectFrom('recordings.upload')
    .select(['event_id', 'state'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (row?.state !== 'came') return;
  const path = uploadPath(ctx.config, id);
  const facts = await probe(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return 'odd' as const;
    throw error;
  });
  const refuseIt = async (fault: string): Promise<void> => {
    await ctx.db
      .updateTable('recordings.upload')
      .set({ state: 'refused', fault: `archive.fault.${fault}` })
      .where('id', '=', id)
      .execute();
    await removeBytes(ctx, id);
  };
  if (typeof facts === 'string') return refuseIt(facts);
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  const sha256 = hash.digest('hex');
  if (await isHereAlready(ctx, id, row.event_id, sha256)) return refuseIt('double');
  await ctx.db
    .updateTable('recordings.upload')
    .set({ state: 'ready', sha256, mime: facts.mime, seconds: facts.seconds })
    .set({ width: facts.width ?? null, height: facts.height ?? null })
    .where('id', '=', id)
    .where('state', '=', 'came')
    .execute();
}

/** The same bytes: in a recording of this event, or handed in a moment before. */
async function isHereAlready(ctx: Ctx, id: string, eventId: string, sha256: string): Promise<boolean> {
  const original = await ctx.db
    .selectFrom('recordings.file as f')
    .innerJoin('recordings.recording as r', 'r.id', 'f.recording_id')
    .select('f.name')
    .where('f.sha256', '=', sha256)
    .where('f.kind', '=', 'original')
    .where('r.event_id', '=', eventId)
    .executeTakeFirst();
  const waiting = await ctx.db
    .selectFrom('recordings.upload')
    .select('id')
    .where('sha256', '=', sha256)
    .where('event_id', '=', eventId)
    .where('id', '<>', id)
    .where('state', 'in', ['ready', 'taken'])
    .executeTakeFirst();
  return Boolean(original ?? waiting);
}
