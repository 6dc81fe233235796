import { z } from 'zod';
import { hoursInput } from './planning/hours.ts';
import { eventKinds, sessionKinds } from './shapes.ts';

/** Words of a form. A language that isn't named stays as it was; an empty text takes it away. */
const words = (max: number) => z.record(z.string().regex(/^([a-z]{2,3}|und)$/), z.string().trim().max(max));
/** The end of an address. The length is limited apart. */
export const slugShape = /^[a-z0-9]+(-[a-z0-9]+){0,30}$/;
const slug = z.string().trim().regex(slugShape).max(60);
const langs = z
  .array(z.string().regex(/^[a-z]{2,3}$/))
  .max(12)
  .default([]);
const position = z.coerce.number().int().min(0).max(100_000).default(0);
const none = z.literal('').transform(() => undefined);
const id = z.string().regex(/^[0-9a-z]{6,32}$/);
const links = z
  .array(
    z.object({
      title: z.string().trim().max(200),
      url: z.union([z.url({ protocol: /^https?$/ }).max(2000), z.literal('')]),
    }),
  )
  .max(30)
  .default([])
  .transform((list) => list.filter((link) => link.url !== ''));

export const eventInput = z.object({
  slug,
  kind: z.enum(eventKinds),
  status: z.enum(['draft', 'published']).default('draft'),
  title: words(200),
  summary: words(1000).default({}),
  welcome: words(10_000).default({}),
  zone: z.string().max(60),
  /** A few days later there must still be a date that everybody can write. */
  startsOn: z.iso.date().refine((day) => day >= '1900' && day < '2200', 'congress.day_too_far'),
  days: z.coerce.number().int().min(1).max(60),
  /** Minutes after midnight. */
  dayStartsAt: z.coerce.number().int().min(0).max(1439).default(0),
  /** Minutes from room to room, for visitors' own schedules; without it it stays as it was. */
  walk: z.coerce.number().int().min(0).max(120).optional(),
  langs,
});

export const sectionInput = z.object({
  slug,
  title: words(200),
  summary: words(5000).default({}),
  /** Slug of a theme. */
  theme: z.union([none, slug]).optional(),
  hue: z.coerce.number().int().min(1).max(20).default(1),
  position,
});

export const roomInput = z.object({
  slug,
  title: words(200),
  note: words(1000).default({}),
  capacity: z.union([none, z.coerce.number().int().min(0).max(1_000_000)]).optional(),
  /** Minutes. */
  turnover: z.coerce.number().int().min(0).max(720).optional(),
  ...hoursInput,
  langs,
  position,
});

export const speakerInput = z.object({ name: words(200), bio: words(10_000).default({}), links });

export const sessionInput = z.object({
  kind: z.enum(sessionKinds),
  status: z.enum(['draft', 'confirmed', 'cancelled']).default('confirmed'),
  title: words(300),
  subtitle: words(300).default({}),
  abstract: words(10_000).default({}),
  description: words(50_000).default({}),
  section: z.union([none, id]).optional(),
  room: z.union([none, id]).optional(),
  speakers: z.array(id).max(60).default([]),
  /** Wall-clock time of the event: `2026-10-31T10:00`. */
  startsAt: z.union([none, z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/)]).optional(),
  minutes: z.coerce.number().int().min(0).max(20_160),
  /** People; without it it stays as it was. */
  expected: z.union([none.transform(() => null), z.coerce.number().int().min(0).max(1_000_000)]).optional(),
  langs,
  /** Slugs, beside the theme of its section. */
  themes: z.array(slug).max(20).default([]),
  links,
  record: z.stringbool().or(z.boolean()).default(true),
  /** The version it was opened with; without it nothing is compared. */
  version: z.union([none, z.coerce.number().int().min(1).max(2_000_000_000)]).optional(),
});

export const pageInput = z.object({
  slug,
  title: words(200),
  body: words(60_000),
  position,
  status: z.enum(['draft', 'published']).default('published'),
});

export type EventInput = z.output<typeof eventInput>;
export type SectionInput = z.output<typeof sectionInput>;
export type RoomInput = z.output<typeof roomInput>;
export type SpeakerInput = z.output<typeof speakerInput>;
export type SessionInput = z.output<typeof sessionInput>;
export type PageInput = z.output<typeof pageInput>;
