import type { Ctx, Words } from '#server/kernel';
import * as search from '#server/search';
import * as themes from '#server/themes';
import { formOf } from './formats/texts.ts';
import { readNewest } from './releases/store.ts';
import type { SessionDetails, Skeleton, SpeakerDetails } from './skeleton.ts';

type Documents = search.SearchDocument[];

/**
 * Brings the search up to what is public of an event now: nothing of its drafts, and nothing at all while it is one itself.
 * Called in the transaction of every command that changes what is public. Not for the door.
 */
export async function handOver(ctx: Ctx, eventId: string): Promise<void> {
  const event = await ctx.db
    .selectFrom('congress.event')
    .select(['slug', 'title', 'summary', 'welcome'])
    .where('id', '=', eventId)
    .where('status', '=', 'published')
    .executeTakeFirst();
  const group = `congress:${eventId}`;
  if (!event) return search.replaceAll(ctx, { group }, []);
  const programme = (await readNewest(ctx, eventId))?.programme;
  await search.replaceAll(ctx, { group }, [
    {
      kind: 'event',
      id: eventId,
      audience: 'public',
      event: event.slug,
      path: `/e/${event.slug}`,
      title: event.title as Words,
      texts: plain([event.summary as Words, event.welcome as Words]),
    },
    ...(await pagesOf(ctx, eventId, event.slug)),
    ...(programme ? await partsOf(ctx, eventId, event.slug, programme) : []),
  ]);
}

/** For the index made anew. */
export async function handOverAll(ctx: Ctx): Promise<void> {
  const events = await ctx.db
    .selectFrom('congress.event')
    .select('id')
    .where('status', '=', 'published')
    .execute();
  for (const { id } of events) await handOver(ctx, id);
}

async function pagesOf(ctx: Ctx, eventId: string, slug: string): Promise<Documents> {
  const pages = await ctx.db
    .selectFrom('congress.page')
    .select(['slug', 'title', 'body'])
    .where('event_id', '=', eventId)
    .where('status', '=', 'published')
    .execute();
  return pages.map((page) => ({
    kind: 'page',
    id: `${eventId}/${page.slug}`,
    audience: 'public',
    event: slug,
    path: `/e/${slug}/${page.slug}`,
    title: page.title as Words,
    texts: plain([page.body as Words]),
  }));
}

async function partsOf(ctx: Ctx, eventId: string, slug: string, programme: Skeleton): Promise<Documents> {
  const { sessions, sections, speakers } = programme;
  const details = await ctx.db
    .selectFrom('congress.released_session')
    .select(['session_id', 'details'])
    .where('event_id', '=', eventId)
    .execute();
  const longOf = new Map(details.map((row) => [row.session_id, row.details as SessionDetails]));
  const profiles = await ctx.db
    .selectFrom('congress.released_speaker')
    .select(['speaker_id', 'details'])
    .where('event_id', '=', eventId)
    .execute();
  const profileOf = new Map(profiles.map((row) => [row.speaker_id, row.details as SpeakerDetails]));
  const themeNames = await themes.listThemeNames(ctx);
  const named = (slugs: (string | undefined)[]): Words[] =>
    slugs.flatMap((one) => {
      const words = one && themeNames.get(one);
      return words ? [words] : [];
    });
  const shared = { audience: 'public', event: slug } as const;
  return [
    ...sessions.map((session) => {
      const section = session.section === undefined ? undefined : sections[session.section];
      const { abstract, description } = longOf.get(session.id) ?? {};
      return {
        ...shared,
        kind: 'session',
        id: session.id,
        path: `/s/${session.id}`,
        title: session.title,
        people: session.speakers.map((index) => speakers[index]!.name),
        about: section ? [section.title] : [],
        keywords: named([section?.theme, ...(session.themes ?? [])]),
        texts: plain([session.subtitle, abstract, description]),
        ...(session.start !== undefined && { startsAt: new Date(session.start) }),
      };
    }),
    ...sections.map((section) => ({
      ...shared,
      kind: 'section',
      id: section.id,
      path: `/e/${slug}/sections/${section.slug}`,
      title: section.title,
      keywords: named([section.theme]),
      texts: plain([section.summary]),
    })),
    ...speakers.map(({ id, name }) => ({
      ...shared,
      kind: 'speaker',
      id,
      path: `/p/${id}`,
      title: name,
      texts: plain([profileOf.get(id)?.bio]),
    })),
  ];
}

const plain = (texts: (Words | undefined)[]): Words[] =>
  texts.flatMap((words) => {
    const left = Object.entries(words ?? {}).flatMap(([lang, text]) =>
      text ? [[lang, withoutMarkup(text)] as const] : [],
    );
    return left.length > 0 ? [Object.fromEntries(left)] : [];
  });

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ', '#39': "'" };

/** Words only: no tags, no marks, no addresses. It is shown as text, never as HTML. */
function withoutMarkup(text: string): string {
  const bare =
    formOf(text) === 'html'
      ? text
          .replace(/<[^<>]*>/g, ' ')
          .replace(/&(amp|lt|gt|quot|nbsp|#39);/g, (_, name: string) => entities[name]!)
      : text
          .replace(/!?\[([^[\]]*)\]\([^()]*\)/g, '$1')
          .replace(/^[ \t]*(?:#+|>|[-*+]|\d+\.)\s+|[*_`~]{1,3}/gm, '');
  return bare
    .replace(/https?:\/\/\S+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
