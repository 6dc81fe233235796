import { z } from 'zod';
import { refuse, sha256, type Ctx } from '#server/kernel';
import {
  readEvents,
  readReleases,
  readRooms,
  readSections,
  readSession,
  readSessions,
  readSpeakers,
  toApiEvent,
  type UrlOf,
} from './export-api-read.ts';
import { answers, apiShapes, queries } from './export-api-shapes.ts';
import { findNewest, keep, type Exported } from './export.ts';
import { getReleased, readsEvent, type CongressPart, type Released } from './released.ts';

interface Operation {
  /** After /api/v1. */
  path: string;
  summary: string;
  query: z.ZodType;
  answer: keyof typeof answers;
}

/** One row makes both the answer and its place in the document: they can't differ. */
export const apiOperations = {
  events: {
    path: '/events',
    summary: 'Public events, the newest first',
    query: queries.list,
    answer: 'events',
  },
  event: { path: '/events/{event}', summary: 'One event', query: queries.none, answer: 'event' },
  sessions: {
    path: '/events/{event}/sessions',
    summary: 'Sessions in the order of the programme',
    query: queries.sessions,
    answer: 'sessions',
  },
  session: {
    path: '/events/{event}/sessions/{id}',
    summary: 'One session',
    query: queries.none,
    answer: 'session',
  },
  speakers: {
    path: '/events/{event}/speakers',
    summary: 'Speakers',
    query: queries.list,
    answer: 'speakers',
  },
  rooms: { path: '/events/{event}/rooms', summary: 'Rooms', query: queries.list, answer: 'rooms' },
  sections: {
    path: '/events/{event}/sections',
    summary: 'Sections',
    query: queries.list,
    answer: 'sections',
  },
  releases: {
    path: '/events/{event}/releases',
    summary: 'Versions of the programme, the newest first',
    query: queries.list,
    answer: 'releases',
  },
} as const satisfies Record<string, Operation>;
export type ApiOperation = keyof typeof apiOperations;

export interface ApiAsked {
  event?: string;
  id?: string;
  query: Record<string, string>;
  /** Where addresses begin. */
  origin: string;
}

const json = 'application/json; charset=utf-8';

function ready(value: unknown, at?: Date): Exported {
  const bytes = Buffer.from(JSON.stringify(value));
  const etag = `"${sha256(bytes).toString('base64url').slice(0, 22)}"`;
  return { bytes, type: json, etag, ...(at && { at }) };
}

/**
 * What the read API answers: public things of the newest release only, as ready bytes. Refuses an unknown parameter or
 * value with `invalid`, a cursor of an older release with `conflict`, and what isn't public with `not_found`.
 */
export async function readApi(
  ctx: Ctx,
  name: ApiOperation,
  { event: slug = '', id = '', query, origin }: ApiAsked,
): Promise<Exported> {
  const parsed = apiOperations[name].query.safeParse(query);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const field = issue?.code === 'unrecognized_keys' ? issue.keys[0] : issue?.path[0];
    throw refuse('invalid', 'exchange.api.bad_parameter', { name: String(field ?? '').slice(0, 60) });
  }
  const urlOf: UrlOf = (path) => `${origin}/${ctx.lang}${path}`;
  const paging = parsed.data as z.output<typeof queries.list>;
  if (name === 'events') return ready(await readEvents(ctx, paging, urlOf));
  if (name === 'event') {
    const event = await getReleased(ctx, { slug });
    readsEvent(ctx, event.id, []);
    return ready(toApiEvent(event, urlOf));
  }
  const made = (ctx.app.parts.congress as CongressPart | undefined)?.exports;
  const newest = await findNewest(ctx, slug);
  const key = JSON.stringify(['api', newest, name, id, parsed.data, ctx.lang, origin]);
  const known = newest && made?.get(key);
  if (known) {
    readsEvent(ctx, newest.event, []);
    return known;
  }
  const event = await getReleased(ctx, { slug });
  readsEvent(ctx, event.id, []);
  const written = ready(await readOf(ctx, name, event, id, parsed.data, urlOf), event.release?.at);
  if (made && newest?.release === event.release?.id) keep(made, key, written);
  return written;
}

function readOf(
  ctx: Ctx,
  name: Exclude<ApiOperation, 'events' | 'event'>,
  event: Released,
  id: string,
  query: unknown,
  urlOf: UrlOf,
): unknown {
  const paging = query as z.output<typeof queries.list>;
  switch (name) {
    case 'sessions':
      return readSessions(ctx, event, query as z.output<typeof queries.sessions>, urlOf);
    case 'session':
      return readSession(ctx, event, id, urlOf);
    case 'speakers':
      return readSpeakers(ctx, event, paging, urlOf);
    case 'rooms':
      return readRooms(event, paging);
    case 'sections':
      return readSections(event, paging, urlOf);
    case 'releases':
      return readReleases(ctx, event, paging);
  }
}

/** OpenAPI 3.1, made from the shapes that answer. */
export function describeApi(origin: string): Exported {
  const uri = (id: string): string => `#/components/schemas/${id}`;
  const { schemas } = z.toJSONSchema(apiShapes, { uri, io: 'output' });
  const bare = Object.fromEntries(
    Object.entries(schemas).map(([id, { $schema: _schema, $id: _id, ...schema }]) => [id, schema]),
  );
  const content = (id: string) => ({ 'application/json': { schema: { $ref: uri(id) } } });
  const fault = (description: string) => ({ description, content: content('Fault') });
  const paths = Object.entries(apiOperations).map(([operationId, { path, summary, query, answer }]) => {
    const { properties = {} } = z.toJSONSchema(query, { io: 'input' });
    const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);
    return [
      `/api/v1${path}`,
      {
        get: {
          operationId,
          summary,
          parameters: [
            ...names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
            ...Object.entries(properties).map(([name, schema]) => ({ name, in: 'query', schema })),
          ],
          responses: {
            200: { description: summary, content: content(apiShapes.get(answers[answer])!.id) },
            304: { description: 'You have it already: the same `ETag`, or nothing was released since.' },
            400: fault('A parameter that is not known, or can’t be that.'),
            404: fault('Not there, or not public.'),
            409: fault('The cursor is of an older release: begin anew.'),
          },
        },
      },
    ];
  });
  return ready({
    openapi: '3.1.0',
    info: {
      title: 'Veche: the public programme',
      version: '1',
      description: 'Public data only, for everyone, without a key. Ask with `If-None-Match`.',
      license: { name: 'AGPL-3.0-or-later', identifier: 'AGPL-3.0-or-later' },
    },
    ...(origin && { servers: [{ url: origin }] }),
    paths: Object.fromEntries(paths) as Record<string, unknown>,
    components: { schemas: bare },
  });
}
