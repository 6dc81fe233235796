import { describe, expect, test } from 'vitest';
import * as accounts from '#server/accounts';
import * as congress from '#server/congress';
import { listAudit, type Ctx } from '#server/kernel';
import * as themes from '#server/themes';
import { guest, system, testCtx } from '../../../../tests/support/given.ts';
import { makeEvent, makeSession, makeSpeaker, person } from '../test-event.ts';

const modules = [themes.module, accounts.module, congress.module];

interface Given {
  ctx: Ctx;
  event: string;
  room: string;
  speaker: string;
  /** At 10:00, 10:30 and 12:00, each an hour long; the first two overlap. */
  sessions: [string, string, string];
}

async function given(): Promise<Given> {
  const ctx = system(await testCtx({ modules, lang: 'be' }));
  const event = await makeEvent(ctx);
  const room = await congress.createRoom(
    ctx,
    event,
    congress.roomInput.parse({ slug: 'zala', title: { be: 'Зала' } }),
  );
  const speaker = await makeSpeaker(ctx, event, 'Сініца');
  const sessions = [];
  for (const [title, at] of [
    ['Першая', '10:00'],
    ['Другая', '10:30'],
    ['Трэцяя', '12:00'],
  ] as const) {
    const more = { langs: ['be'], room, speakers: [speaker] };
    sessions.push(await makeSession(ctx, event, title, `2026-10-31T${at}`, more));
  }
  return { ctx, event, room, speaker, sessions: sessions as Given['sessions'] };
}

const crew = (ctx: Ctx, event: string, name: string) =>
  congress.createCrew(ctx, event, congress.crewInput.parse({ name, langs: ['be', 'en'] }));
const assign = (ctx: Ctx, session: string, who: string, more: object = {}) =>
  congress.assignCrew(
    ctx,
    session,
    congress.assignmentInput.parse({ crew: who, role: 'interpreter', lang: 'en', ...more }),
  );

describe('the matrix', () => {
  test('puts first what was promised and nobody does, or a speaker needs and nobody promised', async () => {
    const { ctx, event, speaker, sessions } = await given();
    const [first, second, third] = sessions;
    const who = await crew(ctx, event, 'Перакладчыца 1');
    await assign(ctx, first, who);
    await congress.setWays(ctx, event, { ways: { [third]: { en: 'both' } }, was: {} });
    const matrix = await congress.getLanguageMatrix(ctx, event);
    expect(matrix.rows.map((row) => [row.id, row.uncovered])).toEqual([
      [third, 2],
      [first, 0],
      [second, 0],
    ]);
    expect(matrix.rows[0]!.cells.find((cell) => cell.lang === 'en')).toMatchObject({
      choice: 'both',
      open: ['interpreted', 'captioned'],
      spoken: false,
    });
    expect(matrix.rows[1]!.cells.find((cell) => cell.lang === 'en')).toMatchObject({
      choice: 'interpreted',
      interpreters: ['Перакладчыца 1'],
      open: [],
    });
    expect(matrix.totals.en).toEqual({ spoken: 0, interpreted: 2, captioned: 1 });
    const own = await person(ctx, 'speaker', event, `speaker:${speaker}`);
    await congress.setOwnNeeds(own, speaker, congress.needsInput.parse({ hears: ['en', 'be'] }));
    const needing = await congress.getLanguageMatrix(ctx, event);
    expect(
      needing.rows.find((row) => row.id === second)!.cells.find((cell) => cell.lang === 'en')!.wanted,
    ).toBe(true);
    expect(needing.rows.find((row) => row.id === first)!.uncovered).toBe(0);
    expect(needing.uncovered).toBe(2);
    await expect(congress.getLanguageMatrix(own, event)).rejects.toMatchObject({ kind: 'not_found' });
  });

  test('writes only what was changed, and nothing over what a colleague changed meanwhile', async () => {
    const { ctx, event, sessions } = await given();
    const [first, second] = sessions;
    const versions = async () =>
      (await ctx.db.selectFrom('congress.session').select(['id', 'version']).execute()).reduce<
        Record<string, number>
      >((all, row) => ({ ...all, [row.id]: row.version }), {});
    const before = await versions();
    const shown = { [first]: { en: '' }, [second]: { en: '' } } as const;
    expect(
      await congress.setWays(ctx, event, {
        ways: { [first]: { en: 'interpreted' }, [second]: { en: '' } },
        was: shown,
      }),
    ).toBe(1);
    const after = await versions();
    expect([after[first]! - before[first]!, after[second]! - before[second]!]).toEqual([1, 0]);
    await expect(
      congress.setWays(ctx, event, {
        ways: { [second]: { en: 'captioned' }, [first]: { en: 'captioned' } },
        was: shown,
      }),
    ).rejects.toMatchObject({ kind: 'conflict', code: 'languages.changed_meanwhile' });
    const other = await congress.createEvent(ctx, {
      ...congress.eventInput.parse({
        slug: 'other',
        kind: 'congress',
        title: { be: 'x' },
        zone: 'UTC',
        startsOn: '2026-10-31',
        days: 1,
      }),
    });
    await expect(
      congress.setWays(ctx, other, { ways: { [first]: { ru: 'both' } }, was: {} }),
    ).rejects.toMatchObject({ kind: 'not_found' });
    expect(congress.waysInput.safeParse({ ways: { [first]: { en: 'sung' } } }).success).toBe(false);
    expect(congress.waysInput.safeParse({ ways: { '../x': { en: 'both' } } }).success).toBe(false);
  });
});

describe('the crew', () => {
  test('nobody is in two places at once, unless it is said to be meant', async () => {
    const { ctx, event, sessions } = await given();
    const who = await crew(ctx, event, 'Перакладчык 2');
    await assign(ctx, sessions[0], who);
    await expect(assign(ctx, sessions[1], who)).rejects.toMatchObject({
      kind: 'conflict',
      code: 'languages.double_booked',
      params: { title: 'Першая' },
    });
    await assign(ctx, sessions[1], who, { anyway: 'yes' });
    await assign(ctx, sessions[2], who);
    // What ends at the minute another begins is no trouble, nor is a second work in the same session.
    await assign(ctx, sessions[2], who, { role: 'host', lang: '' });
    expect((await congress.listAssignments(ctx, sessions[2])).map((one) => [one.role, one.lang])).toEqual([
      ['host', ''],
      ['interpreter', 'en'],
    ]);
    await congress.unassignCrew(ctx, sessions[1], { crew: who, role: 'interpreter', lang: 'en' });
    expect(await congress.listAssignments(ctx, sessions[1])).toEqual([]);
    expect(await congress.listCrew(ctx, event)).toMatchObject([
      { roles: ['interpreter', 'host'], sessions: 2, minutes: 120 },
    ]);
    expect((await listAudit(ctx)).map((entry) => entry.action)).toContain('congress.assign_crew');
  });

  test('is refused without a language, from another event, without a name, and to whoever does not edit', async () => {
    const { ctx, event, sessions } = await given();
    const who = await crew(ctx, event, 'Вядучая 1');
    await expect(assign(ctx, sessions[0], who, { lang: '' })).rejects.toMatchObject({
      code: 'languages.no_language',
    });
    const other = await makeEvent(ctx, { slug: 'other' });
    const strange = await crew(ctx, other, 'Чужы');
    await expect(assign(ctx, sessions[0], strange)).rejects.toMatchObject({ code: 'languages.no_such_crew' });
    await expect(assign(ctx, 'nosuch000000', who)).rejects.toMatchObject({ kind: 'not_found' });
    expect(congress.crewInput.safeParse({ name: '  ' }).success).toBe(false);
    const chair = await person(ctx, 'chair', event);
    for (const act of [
      () => crew(chair, event, 'x'),
      () => assign(chair, sessions[0], who),
      () => congress.removeCrew(chair, who),
      () => congress.setWays(chair, event, { ways: { [sessions[0]]: { en: 'both' } }, was: {} }),
    ])
      await expect(act()).rejects.toMatchObject({ kind: 'forbidden' });
    await expect(congress.listCrew(chair, event)).rejects.toMatchObject({ kind: 'not_found' });
  });

  test('who is removed is off every session, and what they did is open again', async () => {
    const { ctx, event, sessions } = await given();
    const who = await crew(ctx, event, 'Перакладчык 3');
    await assign(ctx, sessions[0], who);
    await congress.removeCrew(ctx, who);
    expect(await congress.listCrew(ctx, event)).toEqual([]);
    expect((await congress.getLanguageMatrix(ctx, event)).uncovered).toBe(1);
    await expect(congress.getRunningOrder(ctx, who)).rejects.toMatchObject({ kind: 'not_found' });
  });
});

describe('a running order', () => {
  test('shows staff the drafts, its own person what is public, and others nothing', async () => {
    const { ctx, event, sessions } = await given();
    const who = await crew(ctx, event, 'Перакладчыца 1');
    const partner = await crew(ctx, event, 'Перакладчык 2');
    await assign(ctx, sessions[0], who);
    await assign(ctx, sessions[0], partner);
    await assign(ctx, sessions[2], who);
    const own = await person(ctx, 'interpreter', event, `crew:${who}`);
    expect(await congress.getRunningOrder(own, who)).toMatchObject({
      rows: [],
      planned: 2,
      isStaff: false,
      note: '',
    });
    const staff = await congress.getRunningOrder(ctx, who);
    expect(staff.rows.map((row) => [row.title.text, row.gap, row.partners.map((one) => one.name)])).toEqual([
      ['Першая', undefined, ['Перакладчык 2']],
      ['Трэцяя', 60, []],
    ]);
    await congress.releaseProgramme(ctx, event, '1');
    expect((await congress.getRunningOrder(own, who)).rows.map((row) => row.title.text)).toEqual([
      'Першая',
      'Трэцяя',
    ]);
    expect(await congress.getSpeaking(own)).toMatchObject({ crew: [{ id: who, name: 'Перакладчыца 1' }] });
    await expect(congress.getRunningOrder(own, partner)).rejects.toMatchObject({ kind: 'not_found' });
    await expect(congress.getRunningOrder(guest(ctx), who)).rejects.toMatchObject({
      kind: 'unauthenticated',
    });
  });
});

test('a release tells everyone the languages, and nobody who interprets', async () => {
  const { ctx, event, sessions } = await given();
  const [first, second] = sessions;
  const who = await crew(ctx, event, 'Перакладчыца 1');
  await assign(ctx, first, who);
  await congress.setWays(ctx, event, { ways: { [second]: { en: 'captioned', be: 'captioned' } }, was: {} });
  await congress.releaseProgramme(ctx, event, '1');
  const reader = guest(ctx);
  expect(await congress.getSession(reader, first)).toMatchObject({
    langs: ['be'],
    interpreted: ['en'],
    captioned: [],
  });
  expect(await congress.getSession(reader, second)).toMatchObject({
    interpreted: [],
    captioned: ['be', 'en'],
  });
  const inEnglish = await congress.getProgramme(reader, 'veche', { language: 'en' });
  expect(inEnglish.sessions.map((one) => one.id)).toEqual([first]);
  expect(inEnglish.languages).toEqual(['be', 'en']);
  const all = [
    await congress.getProgramme(reader, 'veche', { day: 'all' }),
    await congress.getSession(reader, first),
    ...(await Promise.all(
      congress.exportFormats.map(async (format) =>
        (await congress.exportProgramme(reader, 'veche', format, { origin: 'https://e.org' })).bytes.toString(
          'utf8',
        ),
      ),
    )),
  ];
  expect(JSON.stringify(all)).not.toContain('Перакладчыца');
  // Another language is a change that the next release tells of.
  await congress.setWays(ctx, event, {
    ways: { [first]: { en: '' } },
    was: { [first]: { en: 'interpreted' } },
  });
  expect((await congress.getDesk(ctx, 'veche')).unreleased).toMatchObject({ changed: 1 });
  expect((await congress.getSession(reader, first)).interpreted).toEqual(['en']);
});

test('the day is run as it was released, with who is due', async () => {
  const { ctx, event, sessions } = await given();
  const who = await crew(ctx, event, 'Вядучая 1');
  await assign(ctx, sessions[0], who, { role: 'host', lang: '' });
  expect(await congress.getRunOfShow(ctx, event)).toMatchObject({ day: 1, rows: [] });
  await congress.releaseProgramme(ctx, event, '1');
  await congress.removeSession(ctx, sessions[2]);
  const run = await congress.getRunOfShow(ctx, event);
  expect(run.rows.map((row) => row.id)).toEqual(sessions);
  expect(run.rows[0]).toMatchObject({
    speakers: [{ name: { text: 'Сініца' } }],
    crew: [{ name: 'Вядучая 1', role: 'host', lang: '' }],
  });
  await expect(congress.getRunOfShow(guest(ctx), event)).rejects.toMatchObject({ kind: 'not_found' });
});
