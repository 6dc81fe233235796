import type { Ctx, Words } from '#server/kernel';
import * as themes from '#server/themes';
import type { Snapshot } from '../snapshot.ts';
import { programmeDate } from '../times.ts';

/** What the graph knows of an event itself. */
export const tellEvent = (
  ctx: Ctx,
  { id, slug, title, startsOn }: { id: string; slug: string; title: Words; startsOn: string },
  audience: themes.Audience,
): Promise<void> =>
  themes.node(ctx, { kind: 'event', id, titles: title, path: `/e/${slug}`, audience, day: startsOn });

/** Session → its section → the event, and what each is about: the first links of the trace. */
export async function tellGraph(
  ctx: Ctx,
  event: { id: string; slug: string; title: Words },
  { skeleton }: Snapshot,
  removed: string[],
): Promise<void> {
  const themeIds = new Map((await themes.listThemeLinks(ctx)).map((theme) => [theme.slug, theme.id]));
  const self = { kind: 'event', id: event.id };
  const sectionKey = (index: number) => ({ kind: 'section', id: skeleton.sections[index]!.id });
  const about = (from: themes.NodeKey, slugs: (string | undefined)[]): themes.LinkInput[] =>
    [...new Set(slugs)].flatMap((slug) => {
      const id = slug && themeIds.get(slug);
      return id ? [{ from, to: { kind: 'theme', id }, kind: 'about' as const }] : [];
    });
  await tellEvent(ctx, { ...event, startsOn: skeleton.startsOn }, 'public');
  await themes.nodes(ctx, [
    ...skeleton.sections.map(({ id, slug, title }) => ({
      kind: 'section',
      id,
      titles: title,
      path: `/e/${event.slug}/sections/${slug}`,
      audience: 'public' as const,
    })),
    ...skeleton.sessions.map(({ id, title, start }) => ({
      kind: 'session',
      id,
      titles: title,
      path: `/s/${id}`,
      audience: 'public' as const,
      ...(start !== undefined && { day: programmeDate(skeleton, start) }),
    })),
  ]);
  await themes.hideNodes(ctx, 'session', removed);
  await hideRemovedSections(ctx, event.id);
  const kinds: themes.LinkKind[] = ['about', 'part_of'];
  await themes.setLinks(
    ctx,
    'section',
    skeleton.sections.map((section) => section.id),
    kinds,
    skeleton.sections.flatMap((section, index) => [
      { from: sectionKey(index), to: self, kind: 'part_of' as const },
      ...about(sectionKey(index), [section.theme]),
    ]),
  );
  await themes.setLinks(
    ctx,
    'session',
    skeleton.sessions.map((session) => session.id),
    kinds,
    skeleton.sessions.flatMap((session) => {
      const from = { kind: 'session', id: session.id };
      const section = session.section === undefined ? undefined : skeleton.sections[session.section];
      return [
        {
          from,
          to: session.section === undefined ? self : sectionKey(session.section),
          kind: 'part_of' as const,
        },
        ...about(from, [section?.theme, ...(session.themes ?? [])]),
      ];
    }),
  );
}

async function hideRemovedSections(ctx: Ctx, eventId: string): Promise<void> {
  const rows = await ctx.db
    .selectFrom('congress.section')
    .select('id')
    .where('event_id', '=', eventId)
    .where('removed', '=', true)
    .execute();
  await themes.hideNodes(
    ctx,
    'section',
    rows.map((row) => row.id),
  );
}
