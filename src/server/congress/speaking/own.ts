import { pick, refuse, sameBytes, type Ctx, type Words } from '#server/kernel';
import type { Text } from '#server/themes';
import { isAddress } from '../address.ts';
import { toCalendar } from '../event-calendar.ts';
import { ownerOf } from '../speakers.ts';
import { daysOf, type Calendar } from '../times.ts';

/** A profile that is the reader's own, with the event it is for. */
export interface OwnSpeaker {
  id: string;
  name: Words;
  bio: Words;
  links: { title: string; url: string }[];
  event: {
    id: string;
    slug: string;
    title: Text;
    langs: string[];
    isPublic: boolean;
    calendar: Calendar;
    days: { number: number; date: string }[];
  };
}

/**
 * The profile that the reader has accepted. Refuses a guest with `unauthenticated`, and everyone whose profile it
 * isn't with `not_found`: whether anybody has accepted it is nobody's business.
 */
export async function getOwnSpeaker(ctx: Ctx, id: string): Promise<OwnSpeaker> {
  if (ctx.actor.kind !== 'person') throw refuse('unauthenticated', 'accounts.sign_in_first');
  if (!isAddress(id)) throw refuse('not_found', 'congress.no_such_speaker');
  const row = await ctx.db
    .selectFrom('congress.speaker as speaker')
    .innerJoin('congress.event as event', 'event.id', 'speaker.event_id')
    .select(['speaker.id', 'speaker.name', 'speaker.bio', 'speaker.links', 'speaker.owner'])
    .select(['event.id as event_id', 'event.slug', 'event.title', 'event.langs', 'event.status'])
    .select(['event.zone', 'event.starts_on', 'event.days', 'event.day_starts_at'])
    .where('speaker.id', '=', id)
    .where('speaker.removed', '=', false)
    .where('event.status', '<>', 'deleted')
    .executeTakeFirst();
  const isOwn = row?.owner && sameBytes(row.owner, ownerOf(ctx, id, ctx.actor.personId));
  if (!row || !isOwn) throw refuse('not_found', 'congress.no_such_speaker');
  const calendar = toCalendar(row);
  return {
    id,
    name: row.name as Words,
    bio: row.bio as Words,
    links: row.links as unknown as OwnSpeaker['links'],
    event: {
      id: row.event_id,
      slug: row.slug,
      title: pick(row.title as Words, ctx.lang),
      langs: row.langs,
      isPublic: row.status === 'published',
      calendar,
      days: daysOf(calendar),
    },
  };
}
