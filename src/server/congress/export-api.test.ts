import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import * as congress from '#server/congress';
import { Refusal, type Ctx } from '#server/kernel';
import { guest, system, testCtx } from '../../../tests/support/given.ts';
import { writeXml } from './test-programme.ts';

const origin = 'https://veche.example';
const secret = 'нябачнасць7q';
const file = [
  { id: '1', title: 'Першая', start: '10:00', people: ['Сініца'] },
  { id: '2', title: 'Другая', start: '11:00', people: ['Сініца', 'Гук'] },
  { id: '3', title: 'Трэцяя', start: '12:00', people: [] },
];

interface Description {
  paths: Record<string, { get: { operationId: congress.ApiOperation; responses: Record<string, unknown> } }>;
  components: { schemas: Record<string, object> };
}

async function given(): Promise<{
  ctx: Ctx;
  ask: (name: congress.ApiOperation, query?: Record<string, string>, id?: string) => Promise<unknown>;
}> {
  const ctx = { ...system(await testCtx({ modules: [congress.module] })) };
  const { event } = await congress.importProgramme(ctx, {
    event: 'api',
    create: true,
    name: 'x.xml',
    bytes: writeXml(file),
  });
  await congress.releaseProgramme(ctx, event, 'one');
  const ask = async (name: congress.ApiOperation, query: Record<string, string> = {}, id?: string) =>
    JSON.parse(
      (
        await congress.readApi(guest(ctx), name, { event: 'api', query, origin, ...(id && { id }) })
      ).bytes.toString(),
    ) as unknown;
  return { ctx, ask };
}

const description = JSON.parse(congress.describeApi(origin).bytes.toString()) as Description;
const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema({ ...description, $id: 'api' });
const check = (name: congress.ApiOperation, answer: unknown): void => {
  const [, { get }] = Object.entries(description.paths).find(([, one]) => one.get.operationId === name)!;
  const { $ref } = (get.responses['200'] as { content: { 'application/json': { schema: { $ref: string } } } })
    .content['application/json'].schema;
  const validate = ajv.getSchema(`api${$ref}`)!;
  const isValid = validate(answer);
  expect([isValid, validate.errors ?? []]).toEqual([true, []]);
};

describe('the read API', () => {
  test('answers every operation as its document says', async () => {
    const { ask } = await given();
    const { items } = (await ask('sessions')) as { items: { id: string }[] };
    expect(Object.keys(description.paths)).toHaveLength(Object.keys(congress.apiOperations).length);
    for (const name of Object.keys(congress.apiOperations) as congress.ApiOperation[])
      check(name, await ask(name, {}, items[0]!.id));
    expect(() => check('event', { id: 1 })).toThrow();
  });

  test('says which languages a session is interpreted and captioned in', async () => {
    const { ctx, ask } = await given();
    const sessions = async () =>
      (
        (await ask('sessions')) as {
          items: Record<'id' | 'languages' | 'interpreted' | 'captioned', unknown>[];
        }
      ).items;
    const [first] = await sessions();
    expect(first).toMatchObject({ languages: ['be'], interpreted: [], captioned: [] });
    const event = (await congress.listDeskEvents(ctx)).find((one) => one.slug === 'api')!;
    const ways = { [String(first!.id)]: { en: 'both', ru: 'interpreted', be: 'captioned' } } as const;
    await congress.setWays(ctx, event.id, { ways, was: {} });
    expect((await sessions())[0]).toEqual(first);
    await congress.releaseProgramme(ctx, event.id, 'two');
    expect((await sessions())[0]).toMatchObject({
      languages: ['be'],
      interpreted: ['en', 'ru'],
      captioned: ['be', 'en'],
    });
    check('sessions', await ask('sessions'));
    check('session', await ask('session', {}, String(first!.id)));
  });

  test('gives sessions by pages, by what is asked, and by what has changed', async () => {
    const { ctx, ask } = await given();
    const titles = (answer: unknown) =>
      (answer as { items: { title: Record<string, string> }[] }).items.map(
        (one) => Object.values(one.title)[0],
      );
    const first = (await ask('sessions', { limit: '2' })) as { next: string; release: number };
    expect(titles(first)).toEqual(['Першая', 'Другая']);
    const second = (await ask('sessions', { limit: '2', cursor: first.next })) as { next: null };
    expect([titles(second), second.next]).toEqual([['Трэцяя'], null]);
    const { items } = (await ask('speakers')) as { items: { id: string; sessions: string[] }[] };
    const busy = items.find((one) => one.sessions.length === 2)!;
    expect(titles(await ask('sessions', { speaker: busy.id }))).toEqual(['Першая', 'Другая']);
    expect(titles(await ask('sessions', { day: '2' }))).toEqual([]);

    await congress.importProgramme(ctx, {
      event: 'api',
      name: 'x.xml',
      bytes: writeXml([{ ...file[0]!, start: '10:30' }, file[1]!]),
    });
    const event = (await congress.listDeskEvents(ctx)).find((one) => one.slug === 'api')!;
    await congress.releaseProgramme(ctx, event.id, 'two');
    const changed = (await ask('sessions', { since: String(first.release) })) as { gone: string[] };
    expect([titles(changed), changed.gone.length]).toEqual([['Першая'], 1]);
    check('sessions', changed);
    await expect(ask('sessions', { cursor: first.next })).rejects.toMatchObject({ kind: 'conflict' });
  });

  test('never says what is not released', async () => {
    const { ctx, ask } = await given();
    const bytes = writeXml([...file, { id: '4', title: secret, start: '13:00', people: [secret] }]);
    await congress.importProgramme(ctx, { event: 'api', name: 'x.xml', bytes });
    await congress.importProgramme(ctx, { event: 'hidden', create: true, name: 'x.xml', bytes });
    for (const name of Object.keys(congress.apiOperations) as congress.ApiOperation[]) {
      if (name === 'session') continue;
      expect(JSON.stringify(await ask(name))).not.toContain(secret);
    }
    for (const format of congress.exportFormats)
      expect((await congress.exportProgramme(guest(ctx), 'api', format)).bytes.toString()).not.toContain(
        secret,
      );
    const hidden = await congress
      .readApi(guest(ctx), 'event', { event: 'hidden', query: {}, origin })
      .catch((error: unknown) => error);
    expect(hidden).toMatchObject({ kind: 'not_found' });
    expect(JSON.stringify(await ask('events'))).not.toContain('hidden');
  });

  test.each<[congress.ApiOperation, Record<string, string>, string]>([
    ['sessions', { limit: '0' }, 'invalid'],
    ['sessions', { limit: '501' }, 'invalid'],
    ['sessions', { colour: 'red' }, 'invalid'],
    ['sessions', { cursor: 'AAAA' }, 'invalid'],
    ['sessions', { day: 'monday' }, 'invalid'],
    ['sessions', { room: 'nowhere' }, 'not_found'],
    ['sessions', { since: '99' }, 'not_found'],
    ['rooms', { cursor: '../../etc' }, 'invalid'],
  ])('%s refuses %j', async (name, query, kind) => {
    const { ask } = await given();
    const refused = await ask(name, query).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(Refusal);
    expect(refused).toMatchObject({ kind });
  });

  test('a speaker has one random id in an event, and another in the next', async () => {
    const { ctx, ask } = await given();
    const { event } = await congress.importProgramme(ctx, {
      event: 'next',
      create: true,
      name: 'x.xml',
      bytes: writeXml(file),
    });
    await congress.releaseProgramme(ctx, event, 'one');
    const ids = async (slug: string) =>
      (
        JSON.parse(
          (
            await congress.readApi(guest(ctx), 'speakers', { event: slug, query: {}, origin })
          ).bytes.toString(),
        ) as {
          items: { id: string }[];
        }
      ).items.map((one) => one.id);
    const here = await ids('api');
    for (const id of await ids('next')) expect(here).not.toContain(id);
    expect(JSON.stringify(await ask('speakers'))).not.toMatch(/@|mailto/);
    // The same in every file: whatever stands for a person at one event stands for nobody at the other.
    const guids = async (slug: string) => {
      const { bytes } = await congress.exportProgramme(guest(ctx), slug, 'v2.json');
      const { schedule } = JSON.parse(bytes.toString()) as { schedule: { persons: { guid: string }[] } };
      return schedule.persons.map((one) => one.guid);
    };
    const named = [...here, ...(await guids('api'))];
    for (const format of congress.exportFormats) {
      const text = (await congress.exportProgramme(guest(ctx), 'next', format, { origin })).bytes.toString();
      expect(named.filter((one) => text.includes(one))).toEqual([]);
    }
  });
});
