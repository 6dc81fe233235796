import { z } from 'zod';
import { eventKinds, sessionKinds } from './shapes.ts';

/** Shapes that the document of the read API names; what is answered is checked against them in the tests. */
export const apiShapes = z.registry<{ id: string; description?: string }>();

const named = <S extends z.ZodType>(id: string, shape: S, description?: string): S => {
  apiShapes.add(shape, { id, ...(description && { description }) });
  return shape;
};

const words = named(
  'Words',
  z.record(z.string(), z.string()),
  'One text in several languages: language tag → text. `und`: nobody said which language it is.',
);
const address = z.string().describe('Absolute when the site knows its public address.');
const moment = z.iso.datetime({ offset: true });
const link = named('Link', z.strictObject({ title: z.string(), url: z.string() }));

const release = named(
  'Release',
  z.strictObject({
    number: z.int().positive(),
    name: z.string(),
    released_at: moment,
  }),
  'A version of the programme that was made public. All else is as of the newest one.',
);

const event = named(
  'Event',
  z.strictObject({
    id: z.string(),
    slug: z.string(),
    kind: z.enum(eventKinds),
    title: words,
    summary: words,
    languages: z.array(z.string()),
    zone: z.string().describe('IANA name; the offsets of all times are of this zone.'),
    starts_on: z.iso.date(),
    days: z.int().positive(),
    release: release.nullable(),
    url: address,
  }),
);

const session = named(
  'Session',
  z.strictObject({
    id: z.string(),
    kind: z.enum(sessionKinds),
    title: words,
    subtitle: words.optional(),
    abstract: words.optional(),
    description: words.optional(),
    start: moment.nullable().describe('null: not placed yet.'),
    end: moment.nullable(),
    minutes: z.int().nonnegative(),
    day: z
      .int()
      .nullable()
      .describe('Number of its day in the programme: after midnight this is the day before.'),
    room: z.string().nullable().describe('Slug.'),
    section: z.string().nullable().describe('Slug.'),
    languages: z.array(z.string()).describe('Spoken.'),
    interpreted: z.array(z.string()).describe('Languages it can be heard in beside those spoken.'),
    captioned: z.array(z.string()).describe('Languages it can be read along in.'),
    speakers: z.array(z.strictObject({ id: z.string(), name: words })),
    themes: z.array(z.string()).describe('Slugs.'),
    cancelled: z.boolean(),
    may_be_recorded: z.boolean(),
    links: z.array(link),
    revision: z.int().nonnegative().describe('How often it has changed since it was first released.'),
    url: address,
  }),
);

const speaker = named(
  'Speaker',
  z.strictObject({
    id: z.string().describe('Random, and of this event only: it says nothing of the same person elsewhere.'),
    name: words,
    biography: words.optional(),
    links: z.array(link),
    sessions: z.array(z.string()).describe('Ids.'),
    url: address,
  }),
);

const room = named(
  'Room',
  z.strictObject({ slug: z.string(), title: words, note: words, languages: z.array(z.string()) }),
);

const section = named(
  'Section',
  z.strictObject({
    slug: z.string(),
    title: words,
    summary: words,
    hue: z.int().min(1).max(20),
    theme: z.string().nullable().describe('Slug.'),
    url: address,
  }),
);

const list = <S extends z.ZodType>(id: string, item: S) =>
  named(
    id,
    z.strictObject({
      items: z.array(item),
      next: z.string().nullable().describe('Give it as `cursor` for what follows; null at the end.'),
    }),
  );

export const answers = {
  event,
  session,
  events: list('Events', event),
  sessions: named(
    'Sessions',
    z.strictObject({
      items: z.array(session),
      next: z.string().nullable().describe('Give it as `cursor` for what follows; null at the end.'),
      release: z.int().positive().describe('Give it as `since` next time, for what has changed.'),
      gone: z.array(z.string()).optional().describe('With `since`: ids that are in the programme no more.'),
    }),
  ),
  speakers: list('Speakers', speaker),
  rooms: list('Rooms', room),
  sections: list('Sections', section),
  releases: list('Releases', release),
  fault: named(
    'Fault',
    z.strictObject({ error: z.strictObject({ code: z.string(), words: z.string() }) }),
    'What was refused, for programs and for people.',
  ),
};

const paging = {
  limit: z.coerce.number().int().min(1).max(500).default(100).describe('How many at most.'),
  cursor: z
    .string()
    .max(60)
    .regex(/^[\w-]+$/)
    .optional()
    .describe('`next` of the answer before.'),
};
const word = z.string().min(1).max(100);

export const queries = {
  none: z.strictObject({}),
  list: z.strictObject(paging),
  sessions: z.strictObject({
    ...paging,
    day: z.coerce.number().int().min(1).max(60).optional().describe('Number of a day.'),
    section: word.optional().describe('Slug.'),
    room: word.optional().describe('Slug.'),
    speaker: word.optional().describe('Id.'),
    language: z
      .string()
      .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/)
      .optional()
      .describe('Tag of a language that is spoken.'),
    kind: z.enum(sessionKinds).optional(),
    since: z.coerce
      .number()
      .int()
      .positive()
      .optional()
      .describe('Number of a release: only what has changed after it.'),
  }),
};

export type ApiSession = z.output<typeof session>;
export type ApiEvent = z.output<typeof event>;
export type Answer<Name extends keyof typeof answers> = z.output<(typeof answers)[Name]>;
