import { pick, reads, refuse, type Ctx, type Words } from '#server/kernel';
import type { Text } from '#server/themes';
import { mayEdit } from './access.ts';
import { isAddress } from './address.ts';
import { boundaries, isTimed, toHead } from './cards.ts';
import { listPageLinks } from './events-read.ts';
import { nameOf, toList } from './programme.ts';
import { getReleased, readsEvent } from './released.ts';
import { findThemes } from './session-page.ts';
import type { EventHead, PageView, SectionView, SpeakerView } from './shapes.ts';
import type { SpeakerDetails } from './skeleton.ts';
import { hasPortrait } from './speaking/portraits.ts';
import { toHtml } from './text.ts';

/** A speaker's public profile with what they give. Refuses one that is unknown or in no released session: `not_found`. */
export async function getSpeaker(ctx: Ctx, id: string): Promise<SpeakerView> {
  if (!isAddress(id)) throw refuse('not_found', 'congress.no_such_speaker');
  const row = await ctx.db
    .selectFrom('congress.released_speaker')
    .select(['event_id', 'details'])
    .where('speaker_id', '=', id)
    .executeTakeFirst();
  if (!row) throw refuse('not_found', 'congress.no_such_speaker');
  const event = await getReleased(ctx, { id: row.event_id });
  const { programme } = event;
  const index = programme.speakers.findIndex((one) => one.id === id);
  if (index < 0) throw refuse('not_found', 'congress.no_such_speaker');
  readsEvent(ctx, event.id, boundaries(programme));
  const details = row.details as SpeakerDetails;
  const bio = toHtml(ctx, details.bio);
  return {
    id,
    event: toHead(ctx, event),
    name: nameOf(ctx, programme, index),
    ...(bio && { bio }),
    ...(details.portrait && (await hasPortrait(ctx, details.portrait)) && { portrait: details.portrait }),
    links: details.links ?? [],
    ...toList(
      ctx,
      programme,
      programme.sessions.filter(isTimed).filter((session) => session.speakers.includes(index)),
    ),
    may: { edit: await mayEdit(ctx, event.id) },
  };
}

/** Everyone who speaks in the released programme, by name. Refuses an event that isn't public with `not_found`. */
export async function listSpeakers(
  ctx: Ctx,
  eventSlug: string,
): Promise<{ event: EventHead; speakers: { id: string; name: Text; sessions: number }[] }> {
  const event = await getReleased(ctx, { slug: eventSlug });
  reads(ctx, `event:${event.id}`);
  const { programme } = event;
  const counts = new Map<number, number>();
  for (const index of programme.sessions.flatMap((session) => session.speakers))
    counts.set(index, (counts.get(index) ?? 0) + 1);
  const order = new Intl.Collator(ctx.lang);
  const speakers = programme.speakers
    .map(({ id }, index) => ({ id, name: nameOf(ctx, programme, index), sessions: counts.get(index) ?? 0 }))
    .sort((a, b) => order.compare(a.name.text, b.name.text));
  return { event: toHead(ctx, event), speakers };
}

/** A section with its sessions. Refuses an unknown or unreleased one with `not_found`. */
export async function getSection(ctx: Ctx, eventSlug: string, slug: string): Promise<SectionView> {
  const event = await getReleased(ctx, { slug: eventSlug });
  const { programme } = event;
  const index = programme.sections.findIndex((one) => one.slug === slug);
  const section = programme.sections[index];
  if (!section) throw refuse('not_found', 'congress.no_such_section');
  readsEvent(ctx, event.id, boundaries(programme));
  const summary = toHtml(ctx, section.summary);
  const [theme] = await findThemes(ctx, [section.theme]);
  return {
    id: section.id,
    slug,
    event: toHead(ctx, event),
    title: pick(section.title, ctx.lang),
    ...(summary && { summary }),
    hue: section.hue,
    ...(theme && { theme }),
    ...toList(
      ctx,
      programme,
      programme.sessions.filter(isTimed).filter((session) => session.section === index),
    ),
    may: { edit: await mayEdit(ctx, event.id) },
  };
}

/** A standing page. Refuses an unknown one and a draft with `not_found`. */
export async function getPage(ctx: Ctx, eventSlug: string, slug: string): Promise<PageView> {
  if (!isAddress(slug)) throw refuse('not_found', 'congress.no_such_page');
  const event = await getReleased(ctx, { slug: eventSlug });
  reads(ctx, `event:${event.id}`);
  const page = await ctx.db
    .selectFrom('congress.page')
    .select(['slug', 'title', 'body'])
    .where('event_id', '=', event.id)
    .where('slug', '=', slug)
    .where('status', '=', 'published')
    .executeTakeFirst();
  if (!page) throw refuse('not_found', 'congress.no_such_page');
  return {
    event: toHead(ctx, event),
    slug: page.slug,
    title: pick(page.title as Words, ctx.lang),
    body: toHtml(ctx, page.body as Words) ?? { html: '', lang: ctx.lang },
    pages: await listPageLinks(ctx, event.id),
    may: { edit: await mayEdit(ctx, event.id) },
  };
}
