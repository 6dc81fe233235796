import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { inTransaction, type Ctx } from '#server/kernel';
import { testCtx } from '../../../tests/support/given.ts';
import * as search from './index.ts';
import { module } from './index.ts';

const page = (
  id: string,
  title: string,
  more: Partial<search.SearchDocument> = {},
): search.SearchDocument => ({
  kind: 'page',
  id,
  audience: 'public',
  path: `/e/x/${id}`,
  title: { be: title },
  ...more,
});

const ids = async (ctx: Ctx, q: string, more: Partial<search.SearchQuery> = {}): Promise<string[]> =>
  (await search.find(ctx, { q, ...more })).groups.flatMap((group) => group.hits.map((hit) => hit.id));

const given = async (documents: search.SearchDocument[] = []): Promise<Ctx> => {
  const ctx = await testCtx({ modules: [module] });
  await search.replaceAll(ctx, { group: 'g' }, documents);
  return ctx;
};

describe('what is handed over', () => {
  test('is found, changed and taken away with the transaction', async () => {
    const ctx = await given([page('a', 'Бабры'), page('b', 'Выдры')]);
    expect(await ids(ctx, 'бабёр бабры')).toContain('a');
    await search.put(ctx, 'g', page('a', 'Лісы'));
    expect(await ids(ctx, 'бабры')).toEqual([]);
    expect(await ids(ctx, 'лісам')).toEqual(['a']);
    await search.remove(ctx, 'g', [
      { kind: 'page', id: 'a' },
      { kind: 'page', id: 'unknown' },
    ]);
    expect(await ids(ctx, 'лісы')).toEqual([]);
    await search.replaceAll(ctx, { group: 'g' }, [page('c', 'Зубры')]);
    expect([await ids(ctx, 'выдры'), await ids(ctx, 'зубрамі')]).toEqual([[], ['c']]);
    const refused = inTransaction(ctx, async (inner) => {
      await search.put(inner, 'g', page('d', 'Рысі'));
      throw new Error('no');
    });
    await expect(refused).rejects.toThrow('no');
    expect(await ids(ctx, 'рысь')).toEqual([]);
  });

  test('what has not changed is not taken apart again', async () => {
    const documents = Array.from({ length: 20 }, (_, at) => page(`p${at}`, `Старонка нумар ${at}`));
    const ctx = await given(documents);
    const versions = async () =>
      (await sql<{ version: number }>`select version from search.vocabulary`.execute(ctx.db)).rows;
    const before = await versions();
    await search.replaceAll(ctx, { group: 'g' }, documents);
    expect(await versions()).toEqual(before);
    await search.replaceAll(ctx, { group: 'g' }, documents.slice(1));
    expect(await versions()).not.toEqual(before);
  });

  test('the index is made anew by the modules, as often as one likes', async () => {
    const ctx = await testCtx({
      modules: [
        module,
        {
          name: 'pages',
          search: (inner) => search.replaceAll(inner, { group: 'pages' }, [page('a', 'Бабры')]),
        },
      ],
    });
    await search.replaceAll(ctx, { group: 'forgotten' }, [page('z', 'Бабры даўно')]);
    for (let times = 0; times < 2; times += 1) expect(await search.rebuild(ctx)).toBe(1);
    expect(await ids(ctx, 'бабры')).toEqual(['a']);
  });
});

describe('the answer', () => {
  test('has titles before people before subjects before texts', async () => {
    const word = { be: 'Жывіца' };
    const ctx = await given([
      page('text', 'Першае', { texts: [word] }),
      page('about', 'Другое', { about: [word] }),
      page('people', 'Трэцяе', { people: [word] }),
      page('title', 'Жывіца'),
      page('keyword', 'Чацвёртае', { keywords: [word] }),
    ]);
    const found = await ids(ctx, 'жывіцай');
    expect([found.slice(0, 2), found.at(-1)]).toEqual([['title', 'people'], 'text']);
    expect([...found].sort()).toEqual(['about', 'keyword', 'people', 'text', 'title']);
  });

  test('marks what was found in pieces of text, markup being text', async () => {
    const ctx = await given([
      page('a', '<b>Рака</b> & мост', {
        texts: [{ be: `${'Доўгі пачатак. '.repeat(40)}Вада ў рацэ цёплая.` }],
      }),
    ]);
    const { groups } = await search.find(ctx, { q: 'ракой' });
    const hit = groups[0]!.hits[0]!;
    expect(hit.title.pieces).toEqual([
      { text: '<b>' },
      { text: 'Рака', found: true },
      { text: '</b> & мост' },
    ]);
    expect(hit.excerpt?.pieces.filter((piece) => piece.found)).toEqual([{ text: 'рацэ', found: true }]);
    expect(hit.excerpt!.pieces.map((piece) => piece.text).join('').length).toBeLessThan(240);
  });

  test('counts by kind and event, and filters', async () => {
    const ctx = await given([
      ...Array.from({ length: 9 }, (_, at) => page(`p${at}`, 'Вецер', { event: 'one' })),
      page('q', 'Вецер', { kind: 'session', event: 'two' }),
    ]);
    const all = await search.find(ctx, { q: 'ветры' });
    expect([all.total, all.kinds, all.events]).toEqual([
      10,
      [
        { kind: 'page', count: 9 },
        { kind: 'session', count: 1 },
      ],
      [
        { event: 'one', count: 9 },
        { event: 'two', count: 1 },
      ],
    ]);
    expect(all.groups.map((group) => [group.kind, group.count, group.hits.length])).toContainEqual([
      'page',
      9,
      6,
    ]);
    expect(await ids(ctx, 'вецер', { event: 'two' })).toEqual(['q']);
    expect(await ids(ctx, 'вецер', { kind: 'page', most: 4, offset: 8 })).toHaveLength(1);
    expect([...(await search.findIds(ctx, { q: 'вецер', event: 'two', kind: 'session' }))]).toEqual(['q']);
  });

  test('says what it mended, what it left out, and when it had to take less', async () => {
    const ctx = await given([page('a', 'Дэмакратыя'), page('b', 'Азёры')]);
    const mended = await search.find(ctx, { q: 'дэмакртыя' });
    expect([mended.mended, mended.total]).toEqual([[{ from: 'дэмакртыя', to: 'дэмакратыя' }], 1]);
    const missing = await search.find(ctx, { q: 'азёры зюзюкацельства' });
    expect([missing.missing, missing.total, missing.isLoose]).toEqual([['зюзюкацельства'], 1, false]);
    const loose = await search.find(ctx, { q: 'азёры дэмакратыя' });
    expect([loose.total, loose.isLoose]).toEqual([2, true]);
    expect((await search.findIds(ctx, { q: 'азёры зюзюкацельства', event: 'x', kind: 'page' })).size).toBe(0);
  });

  test.each([
    ['łacinka', 'Niezaležnaść', 'a'],
    ['Latin letters', 'nezalezhnasc', 'a'],
    ['another layout', 'ytpfkt;yfcwm', 'a'],
    ['another layout the other way', 'пкфте', 'b'],
    ['the sister language', 'независимость', undefined],
    ['by the beginning', 'незал', 'a'],
    ['words of no weight in a title', 'што гэта', 'c'],
    ['a year', '2026', 'c'],
  ])('%s', async (_name, q, id) => {
    const ctx = await given([
      page('a', 'Незалежнасць'),
      page('b', 'About', { title: { en: 'Grant' } }),
      page('c', 'Што гэта: 2026'),
    ]);
    expect(await ids(ctx, q)).toEqual(id ? [id] : []);
  });
});

describe('nobody', () => {
  test('finds, counts or is offered what they may not see', async () => {
    const ctx = await given([
      page('open', 'Кангрэс усіх'),
      page('shut', 'Кангрэс Таямніцкага', { audience: 'staff:e1', people: [{ be: 'Таямніцкі' }] }),
    ]);
    for (const q of ['Таямніцкі', 'таямніцкаму', 'таямніцкц', 'таямн', 'кангрэс таямніцкага']) {
      const found = await search.find(ctx, { q });
      expect(JSON.stringify({ ...found, missing: [] }), q).not.toMatch(/таямн|shut/i);
      expect(
        found.kinds.reduce((sum, one) => sum + one.count, 0),
        q,
      ).toBeLessThanOrEqual(1);
    }
    expect((await search.find(ctx, { q: 'кангрэс' })).total).toBe(1);
    const staff = await search.find(ctx, { q: 'таямніцкц', also: ['staff:e1'] });
    expect([staff.total, staff.mended[0]?.to]).toEqual([1, 'таямніцкага']);
    expect((await search.find(ctx, { q: 'кангрэс', also: ['staff:e2'] })).total).toBe(1);
    // What a process has read for staff is nobody else's.
    expect((await search.find(ctx, { q: 'таямніцкц' })).mended).toEqual([]);
  });

  test('is offered a word of what is gone', async () => {
    const ctx = await given([page('a', 'Перасмешнік'), page('b', 'Возера')]);
    expect((await search.find(ctx, { q: 'перасмшнік' })).mended).toHaveLength(1);
    await search.replaceAll(ctx, { group: 'g' }, [page('b', 'Возера')]);
    const found = await search.find(ctx, { q: 'перасмшнік' });
    expect([found.total, found.mended]).toEqual([0, []]);
    const left = await sql<{ words: string }>`select words from search.vocabulary`.execute(ctx.db);
    expect(left.rows.map((row) => row.words).join()).not.toMatch(/перас/);
  });
});

test.each([
  ['ten thousand letters', 'абв '.repeat(2_500)],
  ['a thousand words', Array.from({ length: 1_000 }, (_, at) => `слова${at}`).join(' ')],
  ['one endless word', 'ы'.repeat(10_000)],
  ['expressions', '(.*)+$ [а-я] ^\\w{1,9999} \\'],
  ['a tsquery', "слова' | 'усё':* & !(рака) <-> :A \\"],
  ['SQL', '\'; drop table search.document; -- %_ "x"'],
  ['NUL and controls', 'рака\u0000\u0001\u001b[31m\ufffe'],
  ['half a pair', 'рака \ud83d\udc00\ud83d'],
  ['the other direction', '\u202eакар\u202c שלום مرحبا'],
  ['stop words only', 'і на з што'],
  ['emoji', '🦫🔥👨‍👩‍👧‍👦'],
  ['marks', 'а\u0301\u0301\u0301\u0301\u0301\u0301 ї̈ ́'],
  ['other alphabets', '世界 ქართული ελληνικά'],
  ['apostrophes', "' '' ’’’ ʼ а'''б"],
  ['nothing', ' \n\t '],
])('a hostile query changes nothing and breaks nothing: %s', async (_name, q) => {
  const ctx = await given([page('a', 'Рака', { texts: [{ be: q }, { en: q }], people: [{ be: q }] })]);
  const found = await search.find(ctx, { q });
  expect(found.total).toBeLessThanOrEqual(1);
  expect(found.missing.join('').length).toBeLessThan(500);
  await search.findIds(ctx, { q, event: q.slice(0, 20).replaceAll('\u0000', ''), kind: 'page' });
  expect(await ids(ctx, 'рака')).toEqual(['a']);
});
