import {
  audit,
  changed,
  inTransaction,
  newId,
  pick,
  reads,
  refuse,
  type Ctx,
  type Words,
} from '#server/kernel';
import * as themes from '#server/themes';
import { z } from 'zod';
import { needOrganiser } from '../access.ts';
import { isAddress } from '../address.ts';
import { listEvents } from '../events-read.ts';
import { slugShape } from '../inputs.ts';
import type { EventListItem } from '../shapes.ts';
import { mergeName, mergeWords, orTaken } from '../words.ts';

const words = (max: number) => z.record(z.string().regex(/^[a-z]{2,3}$/), z.string().trim().max(max));

export const seriesInput = z.object({
  slug: z.string().trim().regex(slugShape).max(60),
  title: words(200),
  summary: words(1000).default({}),
  /** Ids of its events; others leave it. */
  events: z
    .array(z.string().regex(/^[0-9a-z]{6,32}$/))
    .max(200)
    .default([]),
});
export type SeriesInput = z.output<typeof seriesInput>;

export interface SeriesView {
  id: string;
  slug: string;
  title: themes.Text;
  summary: themes.Text;
  /** The published ones, the newest first. */
  editions: EventListItem[];
}

export interface SeriesDraft {
  id: string;
  slug: string;
  title: Words;
  summary: Words;
  events: string[];
}

/** A series with its published editions. Refuses an unknown one, and one of which nothing is public yet, with `not_found`. */
export async function getSeries(ctx: Ctx, slug: string): Promise<SeriesView> {
  const row = isAddress(slug)
    ? await ctx.db
        .selectFrom('congress.series')
        .select(['id', 'slug', 'title', 'summary'])
        .where('slug', '=', slug)
        .executeTakeFirst()
    : undefined;
  if (!row) throw refuse('not_found', 'congress.no_such_series');
  const members = new Set(await eventsOf(ctx, row.id));
  // Only what everyone sees in the list of events; a draft edition is not even counted.
  const editions = (await listEvents(ctx)).filter((event) => members.has(event.id));
  if (editions.length === 0) throw refuse('not_found', 'congress.no_such_series');
  return {
    id: row.id,
    slug: row.slug,
    title: pick(row.title as Words, ctx.lang),
    summary: pick(row.summary as Words, ctx.lang),
    editions,
  };
}

/** The series an event belongs to, with its other published editions; undefined when it belongs to none. */
export async function findSeriesOf(ctx: Ctx, eventId: string): Promise<SeriesView | undefined> {
  reads(ctx, 'events');
  const row = await ctx.db
    .selectFrom('congress.event as e')
    .innerJoin('congress.series as s', 's.id', 'e.series_id')
    .select('s.slug')
    .where('e.id', '=', eventId)
    .where('e.status', '=', 'published')
    .executeTakeFirst();
  if (!row) return undefined;
  const series = await getSeries(ctx, row.slug);
  return { ...series, editions: series.editions.filter((event) => event.id !== eventId) };
}

/** All series, for organisers of the installation. Refuses others. */
export async function listSeries(ctx: Ctx): Promise<SeriesDraft[]> {
  await needOrganiser(ctx);
  const rows = await ctx.db
    .selectFrom('congress.series')
    .select(['id', 'slug', 'title', 'summary'])
    .orderBy('slug')
    .execute();
  return Promise.all(
    rows.map(async (row) => ({
      id: row.id,
      slug: row.slug,
      title: row.title as Words,
      summary: row.summary as Words,
      events: await eventsOf(ctx, row.id),
    })),
  );
}

/**
 * Makes a series, or changes the one with this id; public at once as far as its editions are. Answers its id. Refuses whoever
 * isn't an organiser, an unknown series, one without a name, an address that is taken.
 */
export async function saveSeries(ctx: Ctx, input: SeriesInput, id?: string): Promise<string> {
  return inTransaction(ctx, async (inner) => {
    await needOrganiser(inner);
    const old = await findRow(inner, id);
    const columns = {
      slug: input.slug,
      title: JSON.stringify(mergeName(old.title, input.title)),
      summary: JSON.stringify(mergeWords(old.summary, input.summary)),
    };
    const seriesId = id ?? newId();
    const before = await eventsOf(inner, seriesId);
    await orTaken(
      inner.db
        .insertInto('congress.series')
        .values({ id: seriesId, ...columns })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(columns))
        .execute(),
    );
    await inner.db
      .updateTable('congress.event')
      .set({ series_id: null })
      .where('series_id', '=', seriesId)
      .execute();
    if (input.events.length > 0)
      await inner.db
        .updateTable('congress.event')
        .set({ series_id: seriesId })
        .where('id', 'in', input.events)
        .where('status', '<>', 'deleted')
        .execute();
    await tellSeries(inner, seriesId, before);
    await audit(inner, 'congress.save_series', `series:${seriesId}`);
    await changed(inner, 'events');
    return seriesId;
  });
}

/** Its events stay, without a series. Refuses whoever isn't an organiser and an unknown series. */
export async function removeSeries(ctx: Ctx, id: string): Promise<void> {
  await inTransaction(ctx, async (inner) => {
    await needOrganiser(inner);
    await findRow(inner, id);
    await themes.unlinkAll(inner, 'event', await eventsOf(inner, id), ['part_of']);
    await inner.db.deleteFrom('congress.series').where('id', '=', id).execute();
    await themes.hideNodes(inner, 'series', [id]);
    await audit(inner, 'congress.remove_series', `series:${id}`);
    await changed(inner, 'events');
  });
}

/** Tells the trace of the series an event stands in, when it stands in one: after a release its node is there to be linked. */
export async function tellSeriesOf(ctx: Ctx, eventId: string): Promise<void> {
  const row = await ctx.db
    .selectFrom('congress.event')
    .select('series_id')
    .where('id', '=', eventId)
    .executeTakeFirst();
  if (row?.series_id) await tellSeries(ctx, row.series_id);
}

async function tellSeries(ctx: Ctx, id: string, gone: string[] = []): Promise<void> {
  const row = await ctx.db
    .selectFrom('congress.series')
    .select(['slug', 'title'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  const events = await ctx.db
    .selectFrom('congress.event')
    .select(['id', 'status'])
    .where('series_id', '=', id)
    .execute();
  await themes.node(ctx, {
    kind: 'series',
    id,
    titles: row.title as Words,
    path: `/series/${row.slug}`,
    audience: events.some((event) => event.status === 'published') ? 'public' : 'nobody',
  });
  // A series is all that an event is part of.
  await themes.unlinkAll(ctx, 'event', [...gone, ...events.map((event) => event.id)], ['part_of']);
  await themes.linkAll(
    ctx,
    events.map((event) => ({
      from: { kind: 'event', id: event.id },
      to: { kind: 'series', id },
      kind: 'part_of' as const,
    })),
  );
}

async function findRow(ctx: Ctx, id: string | undefined): Promise<{ title: Words; summary: Words }> {
  if (id === undefined) return { title: {}, summary: {} };
  const row = isAddress(id)
    ? await ctx.db
        .selectFrom('congress.series')
        .select(['title', 'summary'])
        .where('id', '=', id)
        .forUpdate()
        .executeTakeFirst()
    : undefined;
  if (!row) throw refuse('not_found', 'congress.no_such_series');
  return row as { title: Words; summary: Words };
}

const eventsOf = async (ctx: Ctx, seriesId: string): Promise<string[]> =>
  (
    await ctx.db
      .selectFrom('congress.event')
      .select('id')
      .where('series_id', '=', seriesId)
      .where('status', '<>', 'deleted')
      .orderBy('starts_on', 'desc')
      .execute()
  ).map((row) => row.id);
