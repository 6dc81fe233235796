import { sql } from 'kysely';
import { refuse, sameBytes, type Ctx } from '#server/kernel';
import { mayEdit } from '../access.ts';
import { eventOf } from '../parts.ts';
import { ownerOf } from '../speakers.ts';
import { toChange } from './heads.ts';
import type { ReleaseHead, SessionChange } from './shapes.ts';

export interface OwnChange extends SessionChange {
  /** The version that brought it. */
  version: Pick<ReleaseHead, 'number' | 'name' | 'kind' | 'at'>;
}

/**
 * What the releases and corrections changed in the sessions of a speaker, the newest first, at most `most`. For the
 * person who has accepted the profile, and for staff. Refuses anyone else, and an unknown speaker, with `not_found`.
 */
export async function listChangesFor(ctx: Ctx, speakerId: string, most = 30): Promise<OwnChange[]> {
  const eventId = await eventOf(ctx, 'speaker', speakerId);
  const speaker = await ctx.db
    .selectFrom('congress.speaker')
    .select('owner')
    .where('id', '=', speakerId)
    .executeTakeFirstOrThrow();
  const isOwn =
    ctx.actor.kind === 'person' &&
    speaker.owner !== null &&
    sameBytes(speaker.owner, ownerOf(ctx, speakerId, ctx.actor.personId));
  if (!isOwn && !(await mayEdit(ctx, eventId))) throw refuse('not_found', 'congress.no_such_speaker');
  const named = JSON.stringify({ speakers: [{ id: speakerId }] });
  const rows = await ctx.db
    .selectFrom('congress.release_change as change')
    .innerJoin('congress.release as release', 'release.id', 'change.release_id')
    .select([
      'change.session_id',
      'change.kinds',
      'change.was',
      'change.now',
      'release.number',
      'release.name',
      'release.kind',
      'release.released_at',
    ])
    .where('release.event_id', '=', eventId)
    .where((where) =>
      where.or([sql<boolean>`change.was @> ${named}::jsonb`, sql<boolean>`change.now @> ${named}::jsonb`]),
    )
    .orderBy('release.number', 'desc')
    .orderBy('change.position')
    .limit(most)
    .execute();
  return rows.map((row) => ({
    ...toChange(row),
    version: {
      number: row.number,
      name: row.name,
      kind: row.kind as ReleaseHead['kind'],
      at: row.released_at,
    },
  }));
}
