import { z } from 'zod';
import { changed, inTransaction, newSecret, refuse, type Ctx } from '#server/kernel';
import { noteEdit } from '../editing/note.ts';
import { eventOf } from '../parts.ts';
import type { MaterialLink } from '../skeleton.ts';
import { fileKinds, findKind, type FileKind } from './file-kind.ts';
import { getOwnSpeaker } from './own.ts';

export const materialLimit = 20 * 1024 * 1024;
const most = { count: 30, bytes: 120 * 1024 * 1024 };

export const audiences = ['team', 'everyone'] as const;
export const sinces = ['release', 'start', 'end'] as const;

const about = {
  session: z.string().regex(/^[0-9a-z]{6,32}$/),
  title: z.string().trim().min(1, 'speaking.no_title').max(200),
  audience: z.enum(audiences),
  since: z.enum(sinces),
};
export const materialInput = z.object({
  ...about,
  file: z.instanceof(File).optional(),
  url: z
    .union([z.literal('').transform(() => undefined), z.url({ protocol: /^https?$/ }).max(2000)])
    .optional(),
});

export interface Material {
  id: string;
  session: string;
  title: string;
  audience: (typeof audiences)[number];
  since: MaterialLink['since'];
  url?: string;
  kind?: FileKind;
  size?: number;
  namesAuthor: boolean;
}

/**
 * Gives a file or a link with a session: a draft until the next release, where everyone shall have it. Refuses like
 * `getOwnSpeaker`, a session that doesn't name this speaker, neither file nor link or both, a file that is too large or
 * not of the kinds we take, and too many.
 */
export async function giveMaterial(
  ctx: Ctx,
  speakerId: string,
  given: Omit<z.output<typeof materialInput>, 'file'> & { bytes?: Buffer },
): Promise<void> {
  await getOwnSpeaker(ctx, speakerId);
  const { bytes, url } = given;
  if ((bytes === undefined) === (url === undefined)) throw refuse('invalid', 'speaking.file_or_link');
  if (bytes && bytes.length > materialLimit) throw refuse('invalid', 'speaking.file_large');
  const known = bytes && findKind(bytes);
  if (bytes && !known) throw refuse('invalid', 'speaking.file_odd');
  await inTransaction(ctx, async (inner) => {
    const { event } = await getOwnSpeaker(inner, speakerId);
    await noteEdit(inner, event.id, 'session', [given.session]);
    await needNamed(inner, speakerId, given.session);
    const had = await inner.db
      .selectFrom('congress.material')
      .select((select) => [
        select.fn.countAll<number>().as('count'),
        select.fn.sum<number>('size').as('bytes'),
      ])
      .where('speaker_id', '=', speakerId)
      .executeTakeFirstOrThrow();
    if (Number(had.count) >= most.count || Number(had.bytes ?? 0) + (bytes?.length ?? 0) > most.bytes)
      throw refuse('invalid', 'speaking.too_many_files');
    await inner.db
      .insertInto('congress.material')
      .values({
        id: newSecret(),
        session_id: given.session,
        speaker_id: speakerId,
        title: given.title,
        audience: given.audience,
        since: given.since,
        ...(url ? { url } : {}),
        ...(bytes && known
          ? { bytes, type: known.kind, size: bytes.length, names_author: known.namesAuthor }
          : {}),
      })
      .execute();
  });
}

async function needNamed(ctx: Ctx, speakerId: string, sessionId: string): Promise<void> {
  const pair = await ctx.db
    .selectFrom('congress.session_speaker')
    .select('session_id')
    .where('session_id', '=', sessionId)
    .where('speaker_id', '=', speakerId)
    .executeTakeFirst();
  if (!pair) throw refuse('not_found', 'congress.no_such_session');
  await eventOf(ctx, 'session', sessionId);
}

/** Takes it away at once, for everybody. Refuses like `getOwnSpeaker`, and what isn't this speaker's. */
export async function removeMaterial(ctx: Ctx, speakerId: string, id: string): Promise<void> {
  await inTransaction(ctx, async (inner) => {
    const { event } = await getOwnSpeaker(inner, speakerId);
    const gone = await inner.db
      .deleteFrom('congress.material')
      .where('id', '=', id)
      .where('speaker_id', '=', speakerId)
      .returning('session_id')
      .executeTakeFirst();
    if (!gone) throw refuse('not_found', 'speaking.no_such_file');
    await noteEdit(inner, event.id, 'session', [gone.session_id]);
    await changed(inner, `event:${event.id}`);
  });
}

/** Refuses like `getOwnSpeaker`. */
export async function listOwnMaterials(ctx: Ctx, speakerId: string): Promise<Material[]> {
  await getOwnSpeaker(ctx, speakerId);
  return readMaterials(ctx, { speaker: speakerId });
}

/** Without the bytes. Not for the door. */
export async function readMaterials(
  ctx: Ctx,
  by: { speaker: string } | { sessions: string[] },
): Promise<Material[]> {
  const rows = await ctx.db
    .selectFrom('congress.material')
    .select(['id', 'session_id', 'title', 'audience', 'since', 'url', 'type', 'size', 'names_author'])
    .where((where) =>
      'speaker' in by
        ? where('speaker_id', '=', by.speaker)
        : where('session_id', 'in', ['', ...by.sessions]),
    )
    .orderBy('title')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    session: row.session_id,
    title: row.title,
    audience: row.audience as Material['audience'],
    since: row.since as Material['since'],
    ...(row.url !== null && { url: row.url }),
    ...(row.type !== null && row.type in fileKinds && { kind: row.type as FileKind }),
    ...(row.size !== null && { size: row.size }),
    namesAuthor: row.names_author,
  }));
}
