import { inTransaction, refuse, type Ctx } from '#server/kernel';
import { z } from 'zod';
import { needEditor } from '../access.ts';
import { isAddress } from '../address.ts';
import { roomsOf, sectionsOf } from '../draft-parts.ts';
import { createEvent } from '../events-write.ts';
import type { Texts } from '../formats/document.ts';
import { eventInput, type EventInput } from '../inputs.ts';
import { createRoom } from '../rooms.ts';
import { createSection } from '../sections.ts';
import { createSession } from '../sessions.ts';
import { savePage } from '../standing-pages.ts';
import { conference } from '../templates/conference.ts';
import type { EventTemplate } from '../templates/shape.ts';
import { summerCourse } from '../templates/summer-course.ts';

export const eventTemplates = { conference, summer_course: summerCourse } as const;

export const beginInput = eventInput.extend({
  /** Empty; the name of a template; or `copy:<id>` of an event. */
  begins: z
    .string()
    .regex(/^(conference|summer_course|copy:[0-9a-z]{6,32})?$/)
    .default(''),
});

/**
 * Makes an event and fills it with what such an event begins with: a template's sections, rooms, breaks and pages, or those of
 * an earlier event (a new edition of it, in the same series, without sessions and people). Pages come as drafts. Answers its id.
 * Refuses like `createEvent`, and an event that is unknown or that one may not edit.
 */
export async function beginEvent(
  ctx: Ctx,
  { begins, ...input }: z.output<typeof beginInput>,
): Promise<string> {
  return inTransaction(ctx, async (inner) => {
    const id = await createEvent(inner, input);
    if (begins.startsWith('copy:')) await copyInto(inner, id, begins.slice(5));
    else if (begins) await fillFrom(inner, id, input, eventTemplates[begins as keyof typeof eventTemplates]);
    return id;
  });
}

async function fillFrom(ctx: Ctx, id: string, input: EventInput, template: EventTemplate): Promise<void> {
  for (const [position, section] of template.sections.entries())
    await createSection(ctx, id, { summary: {}, ...section, position });
  const rooms: string[] = [];
  for (const [position, room] of template.rooms.entries())
    rooms.push(await createRoom(ctx, id, { note: {}, langs: [], ...room, position }));
  for (const [position, page] of template.pages.entries())
    await savePage(ctx, id, { ...page, position, status: 'draft' });
  const first = Date.parse(`${input.startsOn}T00:00:00Z`);
  for (let day = 0; day < input.days; day += 1) {
    const date = new Date(first + day * 86_400_000).toISOString().slice(0, 10);
    for (const { start, minutes, title } of template.breaks)
      await createSession(ctx, id, {
        kind: 'break',
        status: 'confirmed',
        title,
        subtitle: {},
        abstract: {},
        description: {},
        room: rooms[0],
        speakers: [],
        startsAt: `${date}T${start}`,
        minutes,
        langs: [],
        themes: [],
        links: [],
        record: false,
      });
  }
}

async function copyInto(ctx: Ctx, id: string, from: string): Promise<void> {
  const old = isAddress(from)
    ? await ctx.db
        .selectFrom('congress.event')
        .select(['id', 'series_id'])
        .where('id', '=', from)
        .where('status', '<>', 'deleted')
        .executeTakeFirst()
    : undefined;
  if (!old) throw refuse('not_found', 'congress.no_such_event');
  await needEditor(ctx, from);
  await ctx.db.updateTable('congress.event').set({ series_id: old.series_id }).where('id', '=', id).execute();
  const sections = await sectionsOf(ctx, from)
    .leftJoin('themes.concept as c', 'c.id', 'section.concept_id')
    .select(['section.slug', 'section.title', 'section.summary', 'section.hue', 'section.position'])
    .select('c.slug as theme')
    .execute();
  for (const { title, summary, theme, ...section } of sections)
    await createSection(ctx, id, {
      ...section,
      title: title as Texts,
      summary: summary as Texts,
      ...(theme && { theme }),
    });
  const rooms = await roomsOf(ctx, from)
    .select(['slug', 'title', 'note', 'capacity', 'langs', 'position'])
    .execute();
  for (const { title, note, capacity, ...room } of rooms)
    await createRoom(ctx, id, {
      ...room,
      title: title as Texts,
      note: note as Texts,
      ...(capacity !== null && { capacity }),
    });
  const pages = await ctx.db
    .selectFrom('congress.page')
    .select(['slug', 'title', 'body', 'position'])
    .where('event_id', '=', from)
    .orderBy('position')
    .execute();
  for (const page of pages)
    await savePage(ctx, id, {
      ...page,
      title: page.title as Texts,
      body: page.body as Texts,
      status: 'draft',
    });
}
