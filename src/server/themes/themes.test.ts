import { describe, expect, test } from 'vitest';
import type { Ctx } from '#server/kernel';
import * as themes from '#server/themes';
import { as, guest, system, testCtx } from '../../../tests/support/given.ts';

const label = (be: string, en: string) => [
  { lang: 'be', kind: 'pref' as const, text: be },
  { lang: 'en', kind: 'pref' as const, text: en },
];

async function given(): Promise<Ctx> {
  const ctx = system(await testCtx());
  await themes.saveThemes(ctx, [
    {
      slug: 'rights',
      position: 0,
      hue: 12,
      labels: [...label('Правы чалавека', 'Human rights'), { lang: 'en', kind: 'alt', text: 'Civil rights' }],
      related: ['children'],
      note: { en: 'A note.' },
    },
    { slug: 'children', position: 1, labels: label('Правы дзяцей', 'Children’s rights') },
    {
      slug: 'courts',
      position: 2,
      labels: label('Дзеці і суд', 'Children and the courts'),
      broader: ['children'],
    },
  ]);
  return ctx;
}
const idOf = async (ctx: Ctx, slug: string) => (await themes.findTheme(ctx, slug))!.id;

describe('the thesaurus', () => {
  test('shows a theme with its names and neighbours in the reader’s language', async () => {
    const ctx = guest(await given());
    const theme = await themes.getTheme(ctx, 'children');
    expect(theme).toMatchObject({ title: { text: 'Правы дзяцей', lang: 'be' }, broader: [], things: [] });
    expect(theme.narrower.map((one) => one.slug)).toEqual(['courts']);
    // Related works both ways, though only the other one says it.
    expect(theme.related.map((one) => one.slug)).toEqual(['rights']);
    expect((await themes.getTheme({ ...ctx, lang: 'en' }, 'rights')).labels[1]).toEqual({
      lang: 'en',
      text: 'Human rights',
      alt: ['Civil rights'],
    });
    // No name in Russian: the first there is, honestly marked.
    expect((await themes.getTheme({ ...ctx, lang: 'ru' }, 'rights')).title).toEqual({
      text: 'Правы чалавека',
      lang: 'be',
    });
    expect((await themes.listThemes(ctx)).map((one) => one.slug)).toEqual(['rights', 'children']);
    await expect(themes.getTheme(ctx, 'nowhere')).rejects.toMatchObject({ kind: 'not_found' });
  });

  test('refuses a circle, two names in one language and a relation to nothing', async () => {
    const ctx = await given();
    const circle = [{ slug: 'children', labels: label('Правы дзяцей', 'x'), broader: ['courts'] }];
    await expect(themes.saveThemes(ctx, circle)).rejects.toMatchObject({ code: 'themes.circle' });
    const twice = [
      { slug: 'a', labels: [...label('а', 'a'), { lang: 'en', kind: 'pref' as const, text: 'b' }] },
    ];
    await expect(themes.saveThemes(ctx, twice)).rejects.toMatchObject({ code: 'themes.two_names' });
    await expect(
      themes.saveThemes(ctx, [{ slug: 'b', labels: label('б', 'b'), broader: ['c'] }]),
    ).rejects.toMatchObject({ code: 'themes.no_such_relation' });
    await expect(themes.saveThemes(guest(ctx), [])).rejects.toMatchObject({ kind: 'forbidden' });
  });
});

describe('SKOS', () => {
  test('goes out and comes back without a change', async () => {
    const ctx = await given();
    const turtle = await themes.exportSkos(guest(ctx));
    expect(turtle).toContain('"Правы чалавека"@be');
    const first = await themes.importSkos(ctx, turtle);
    // The addresses that were made for the export are kept from now on.
    expect(first).toEqual({ concepts: 3, created: 0, updated: 3, unchanged: 0 });
    expect(await themes.importSkos(ctx, turtle)).toEqual({
      concepts: 3,
      created: 0,
      updated: 0,
      unchanged: 3,
    });
    expect(await themes.exportSkos(ctx)).toBe(turtle);
  });

  test('takes in somebody else’s: narrower read as broader, slugs from addresses', async () => {
    const ctx = await given();
    const turtle = `@prefix s: <http://www.w3.org/2004/02/skos/core#> .
      <http://x.example/t#Alpha> a s:Concept ; s:prefLabel "Alpha"@en-GB , "Альфа"@be ; s:narrower <http://x.example/t#beta> ; s:definition "First."@en .
      <http://x.example/t#beta> a s:Concept ; s:prefLabel "Beta"@en ; s:altLabel "B"@en .
      <http://x.example/t#nameless> a s:Concept .`;
    expect(await themes.importSkos(ctx, turtle)).toMatchObject({ concepts: 2, created: 2 });
    const theme = await themes.getTheme({ ...ctx, lang: 'en' }, 'beta');
    expect(theme.broader.map((one) => one.title.text)).toEqual(['Alpha']);
    expect(theme.uri).toBe('http://x.example/t#beta');
  });

  test('keeps only what can be kept of odd characters', async () => {
    const ctx = await given();
    const turtle =
      '@prefix s: <http://www.w3.org/2004/02/skos/core#> . <http://x.example/odd> a s:Concept ; s:prefLabel "a\\u0000b"@en .';
    expect(await themes.importSkos(ctx, turtle)).toMatchObject({ concepts: 1 });
    expect((await themes.getTheme({ ...ctx, lang: 'en' }, 'odd')).title.text).toBe('a b');
  });

  test.each([
    ['no Turtle', '<rdf:RDF>', 'themes.not_turtle'],
    ['no concept', '<a:b> <a:c> <a:d> .', 'themes.no_concepts'],
    ['too much', `${'#'.repeat(8_000_001)}`, 'themes.too_large'],
    ['too many triples', '<a:b> <a:c> <a:d> .\n'.repeat(200_001), 'themes.too_many_triples'],
  ])('refuses %s', async (_what, turtle, code) => {
    await expect(themes.importSkos(await given(), turtle)).rejects.toMatchObject({ kind: 'invalid', code });
  });

  test('is not for guests nor people', async () => {
    const ctx = await given();
    for (const actor of [guest(ctx), as(ctx, 'someone')]) {
      await expect(themes.importSkos(actor, '')).rejects.toMatchObject({ kind: 'forbidden' });
    }
  });
});

describe('the trace', () => {
  async function withThings(): Promise<Ctx> {
    const ctx = await given();
    const theme = { kind: 'theme', id: await idOf(ctx, 'rights') };
    const audience = 'public' as const;
    await themes.nodes(ctx, [
      { kind: 'section', id: 'sec', titles: { be: 'Секцыя' }, path: '/e/x/sections/sec', audience },
      {
        kind: 'session',
        id: 'one',
        titles: { be: 'Першая' },
        path: '/s/one',
        audience,
        day: '2026-10-31',
        proof: { be: 'Адбылася.' },
      },
      {
        kind: 'session',
        id: 'two',
        titles: { be: 'Другая' },
        path: '/s/two',
        audience: 'nobody',
        day: '2026-10-31',
      },
      {
        kind: 'session',
        id: 'three',
        titles: { be: 'Трэцяя' },
        path: '/s/three',
        audience: 'members',
        day: '2026-11-01',
      },
    ]);
    const section = { kind: 'section', id: 'sec' };
    await themes.link(ctx, section, theme, 'about');
    await themes.linkAll(
      ctx,
      ['one', 'two', 'three'].map((id) => ({
        from: { kind: 'session', id },
        to: section,
        kind: 'part_of' as const,
      })),
    );
    await themes.link(ctx, { kind: 'session', id: 'one' }, theme, 'about');
    return ctx;
  }

  test('leads from a thing to where it comes from and to what came of it', async () => {
    const ctx = guest(await withThings());
    expect(
      (await themes.getTrace(ctx, 'session', 'one')).from.map((item) => [item.kind, item.title.text]),
    ).toEqual([
      ['section', 'Секцыя'],
      ['theme', 'Правы чалавека'],
    ]);
    const { from, came } = await themes.getTrace(ctx, 'section', 'sec');
    expect(from.map((item) => item.path)).toEqual(['/t/rights']);
    expect(came).toEqual([
      {
        kind: 'session',
        id: 'one',
        title: { text: 'Першая', lang: 'be' },
        path: '/s/one',
        day: '2026-10-31',
        proof: { text: 'Адбылася.', lang: 'be' },
      },
    ]);
    const theme = await themes.getTheme(ctx, 'rights');
    expect(theme.things.map((group) => [group.kind, group.items.map((item) => item.id)])).toEqual([
      ['section', ['sec']],
      ['session', ['one']],
    ]);
    expect((await themes.listThemes(ctx)).find((one) => one.slug === 'rights')!.count).toBe(2);
  });

  test('holds nothing that its reader may not see', async () => {
    const ctx = await withThings();
    const came = async (reader: Ctx) =>
      (await themes.getTrace(reader, 'section', 'sec')).came.map((item) => item.id);
    expect(await came(guest(ctx))).toEqual(['one']);
    expect(await came(as(ctx, 'someone'))).toEqual(['one', 'three']);
    // A hidden thing has no trace of its own either.
    expect(await themes.getTrace(guest(ctx), 'session', 'two')).toEqual({ from: [], came: [] });
    await themes.hideNodes(ctx, 'session', ['one']);
    expect(await came(guest(ctx))).toEqual([]);
    await themes.setAudience(ctx, 'session', ['one'], 'public');
    await themes.unlink(ctx, { kind: 'session', id: 'one' }, { kind: 'section', id: 'sec' }, 'part_of');
    expect(await came(guest(ctx))).toEqual([]);
  });
});
