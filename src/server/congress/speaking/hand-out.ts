import * as accounts from '#server/accounts';
import { refuse, sameBytes, type Ctx } from '#server/kernel';
import { mayEdit } from '../access.ts';
import { crewOwner } from '../languages/own-crew.ts';
import { findSessionPlaces } from '../session-page.ts';
import type { MaterialLink, SessionDetails } from '../skeleton.ts';
import { ownerOf } from '../speakers.ts';
import { fileKinds, type FileKind } from './file-kind.ts';
import { isOut } from './moments.ts';

/** Those of a session who are not its audience. */
const team = ['speaker', 'chair', 'moderator', 'interpreter', 'captioner', 'host'] as const;

export interface HandedOut {
  bytes: Buffer;
  type: string;
  /** What it is saved as: the title its speaker gave it, with the end of its kind. */
  name: string;
  isPublic: boolean;
}

/**
 * A file as it may be had. Refuses with `not_found` an unknown one, and one that isn't the reader's to have or not yet:
 * its speaker and staff always may, the people of its session from its moment, everyone from its moment and when the
 * newest release says so.
 */
export async function getMaterial(ctx: Ctx, id: string): Promise<HandedOut> {
  const missing = refuse('not_found', 'speaking.no_such_file');
  if (!/^[\w-]{16,64}$/.test(id)) throw missing;
  const row = await ctx.db
    .selectFrom('congress.material as material')
    .innerJoin('congress.speaker as speaker', 'speaker.id', 'material.speaker_id')
    .innerJoin('congress.event as event', 'event.id', 'speaker.event_id')
    .select(['material.session_id', 'material.speaker_id', 'material.title', 'material.audience'])
    .select(['material.since', 'material.type', 'speaker.owner', 'speaker.event_id', 'event.status'])
    .where('material.id', '=', id)
    .where('material.url', 'is', null)
    .where('event.status', '<>', 'deleted')
    .executeTakeFirst();
  if (!row) throw missing;
  const places = await findSessionPlaces(ctx, row.session_id);
  if (!places) throw missing;
  const start = places.start?.getTime();
  const times = { start, end: start === undefined ? undefined : start + places.minutes * 60_000 };
  const isTime = isOut(row.since as MaterialLink['since'], times, ctx.now().getTime());
  const isPublic =
    isTime &&
    row.audience === 'everyone' &&
    row.status === 'published' &&
    (await isReleased(ctx, row.session_id, id));
  const isOwn =
    ctx.actor.kind === 'person' &&
    row.owner !== null &&
    sameBytes(row.owner, ownerOf(ctx, row.speaker_id, ctx.actor.personId));
  const may =
    isPublic ||
    isOwn ||
    (await mayEdit(ctx, row.event_id)) ||
    (isTime && (await isOfTeam(ctx, row.session_id, places.places)));
  if (!may) throw missing;
  const { bytes } = await ctx.db
    .selectFrom('congress.material')
    .select('bytes')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  const kind = row.type as FileKind;
  return { bytes: bytes!, type: fileKinds[kind], name: `${row.title}.${kind}`, isPublic };
}

async function isReleased(ctx: Ctx, sessionId: string, id: string): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('congress.released_session')
    .select('details')
    .where('session_id', '=', sessionId)
    .executeTakeFirst();
  return (row?.details as SessionDetails | undefined)?.materials?.some((one) => one.id === id) ?? false;
}

async function isOfTeam(ctx: Ctx, sessionId: string, places: accounts.Place[]): Promise<boolean> {
  if (ctx.actor.kind !== 'person') return false;
  if (await accounts.mayIn(ctx, team, places)) return true;
  const { personId } = ctx.actor;
  const crew = await ctx.db
    .selectFrom('congress.assignment as assignment')
    .innerJoin('congress.crew_member as crew', 'crew.id', 'assignment.crew_id')
    .select(['crew.id', 'crew.owner'])
    .where('assignment.session_id', '=', sessionId)
    .where('crew.removed', '=', false)
    .where('crew.owner', 'is not', null)
    .execute();
  return crew.some((one) => sameBytes(one.owner!, crewOwner(ctx, one.id, personId)));
}
