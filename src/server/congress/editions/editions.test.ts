import { describe, expect, test } from 'vitest';
import * as congress from '#server/congress';
import * as themes from '#server/themes';
import type { Ctx } from '#server/kernel';
import { guest, refusal, system, testCtx } from '../../../../tests/support/given.ts';

const begin = (ctx: Ctx, slug: string, more: object = {}): Promise<string> =>
  congress.beginEvent(
    ctx,
    congress.beginInput.parse({
      slug,
      kind: 'summer_course',
      title: { be: `Курс ${slug}` },
      zone: 'Europe/Warsaw',
      startsOn: '2027-07-05',
      days: 3,
      langs: ['be'],
      ...more,
    }),
  );

const ctxForEditions = async (): Promise<Ctx> =>
  system(await testCtx({ modules: [themes.module, congress.module] }));

describe('what an event begins with', () => {
  test('a summer course has its sections, groups, breaks of every day, and pages nobody sees yet', async () => {
    const ctx = await ctxForEditions();
    await begin(ctx, 'summer', { begins: 'summer_course' });
    const desk = await congress.getDesk(ctx, 'summer');
    expect(desk.sections.map((section) => section.slug)).toEqual([
      'lectures',
      'seminars',
      'projects',
      'evenings',
    ]);
    expect(desk.rooms).toHaveLength(3);
    expect(desk.sessions.map((session) => session.kind)).toEqual(Array(6).fill('break'));
    expect(new Set(desk.sessions.map((session) => session.startsAt?.slice(0, 10))).size).toBe(3);
    expect(desk.pages.map((page) => page.status)).toEqual(Array(4).fill('draft'));
    for (const one of [...desk.sections, ...desk.rooms, ...desk.pages])
      expect(Object.keys(one.title).sort()).toEqual(['be', 'en', 'ru']);
    expect(desk.clashes).toEqual([]);
  });

  test('a new edition takes over rooms, sections and pages, and nothing of people or sessions', async () => {
    const ctx = await ctxForEditions();
    const first = await begin(ctx, 'one', { begins: 'conference', kind: 'conference' });
    await congress.saveSeries(
      ctx,
      congress.seriesInput.parse({ slug: 'all', title: { be: 'Усе' }, events: [first] }),
    );
    await congress.createSpeaker(ctx, first, { name: { be: 'Хтосьці' }, bio: {}, links: [] });
    await begin(ctx, 'two', { begins: `copy:${first}` });
    const [one, two] = [await congress.getDesk(ctx, 'one'), await congress.getDesk(ctx, 'two')];
    expect(two.rooms.map((room) => room.slug)).toEqual(one.rooms.map((room) => room.slug));
    expect(two.sections.map((section) => section.title)).toEqual(
      one.sections.map((section) => section.title),
    );
    expect(two.pages).toHaveLength(one.pages.length);
    expect([two.sessions, two.speakers]).toEqual([[], []]);
    expect((await congress.listSeries(ctx))[0]?.events).toHaveLength(2);
  });

  test('what cannot be taken over leaves no half of an event', async () => {
    const ctx = await ctxForEditions();
    expect(await refusal(begin(ctx, 'x', { begins: 'copy:nosuchevent' }))).toBe(
      'not_found congress.no_such_event',
    );
    expect(await congress.listDeskEvents(ctx)).toEqual([]);
    expect(congress.beginInput.safeParse({ begins: 'copy:../x' }).success).toBe(false);
  });
});

describe('a series', () => {
  const released = async (ctx: Ctx, slug: string, startsOn: string): Promise<string> => {
    const id = await begin(ctx, slug, { begins: 'conference', startsOn });
    await congress.releaseProgramme(ctx, id, '1');
    return id;
  };

  test('shows its public editions, the newest first, and says so in the trace of each', async () => {
    const ctx = await ctxForEditions();
    const ids = [await released(ctx, 'first', '2025-07-01'), await released(ctx, 'second', '2026-07-01')];
    const hidden = await begin(ctx, 'hidden');
    const input = congress.seriesInput.parse({
      slug: 'school',
      title: { be: 'Школа', en: 'School' },
      events: [...ids, hidden],
    });
    const id = await congress.saveSeries(ctx, input);
    const reader = guest(ctx);
    expect((await congress.getSeries(reader, 'school')).editions.map((event) => event.slug)).toEqual([
      'second',
      'first',
    ]);
    expect((await congress.findSeriesOf(reader, ids[0]!))?.editions.map((event) => event.slug)).toEqual([
      'second',
    ]);
    expect((await themes.getTrace(reader, 'series', id)).came.map((item) => item.path)).toHaveLength(2);
    expect((await themes.getTrace(reader, 'event', ids[0]!)).from.map((item) => item.path)).toContain(
      '/series/school',
    );

    // One leaves, another comes with its release.
    await congress.saveSeries(ctx, { ...input, events: [ids[1]!, hidden] }, id);
    await congress.createSession(ctx, hidden, {
      ...{ kind: 'speech', status: 'confirmed', title: { be: 'Слова' }, subtitle: {}, abstract: {} },
      ...{ description: {}, speakers: [], minutes: 30, langs: [], themes: [], links: [], record: true },
    });
    await congress.releaseProgramme(ctx, hidden, '1');
    expect((await themes.getTrace(reader, 'event', ids[0]!)).from).toEqual([]);
    expect((await themes.getTrace(reader, 'event', hidden)).from.map((item) => item.path)).toContain(
      '/series/school',
    );

    await congress.removeSeries(ctx, id);
    expect(await refusal(congress.getSeries(reader, 'school'))).toBe('not_found congress.no_such_series');
    expect(await congress.findSeriesOf(reader, hidden)).toBeUndefined();
    expect((await themes.getTrace(reader, 'event', hidden)).from).toEqual([]);
  });

  test('of which nothing is public does not exist for readers; strangers make none', async () => {
    const ctx = await ctxForEditions();
    const hidden = await begin(ctx, 'hidden');
    const input = congress.seriesInput.parse({ slug: 'secret', title: { be: 'Т' }, events: [hidden] });
    await congress.saveSeries(ctx, input);
    expect(await refusal(congress.getSeries(guest(ctx), 'secret'))).toBe('not_found congress.no_such_series');
    expect(await refusal(congress.getSeries(guest(ctx), "'; drop --\0"))).toBe(
      'not_found congress.no_such_series',
    );
    expect(await refusal(congress.saveSeries(ctx, input))).toBe('conflict congress.slug_taken');
    expect(await refusal(congress.saveSeries(ctx, input, 'nobody'))).toBe(
      'not_found congress.no_such_series',
    );
    expect(await refusal(congress.saveSeries(guest(ctx), input))).toBe(
      'unauthenticated accounts.sign_in_first',
    );
    expect(await refusal(congress.listSeries(guest(ctx)))).toBe('unauthenticated accounts.sign_in_first');
  });
});
