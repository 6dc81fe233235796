import { describe, expect, test } from 'vitest';
import * as accounts from '#server/accounts';
import type { Ctx } from '#server/kernel';
import * as congress from '#server/congress';
import * as themes from '#server/themes';
import { guest, system, testCtx, waitingJobs } from '../../../tests/support/given.ts';
import { writeXml } from './test-programme.ts';

const modules = [
  themes.module,
  accounts.module,
  congress.module,
  { name: 'listener', listeners: { 'congress.programme_released': async () => undefined } },
];

// Now is 2026-10-31T10:42Z, 12:42 in Vilnius.
const file = [
  { id: '1', title: 'Over', start: '10:00', duration: '01:00', people: ['Сініца'] },
  { id: '2', title: 'Running', start: '12:30', duration: '00:30', people: ['Крук'], track: 'Words' },
  { id: '3', title: 'Next', start: '13:00', room: 'Hall' },
  { id: '4', title: 'Next elsewhere', start: '13:30', room: 'Attic' },
  { id: '5', title: 'Evening', start: '19:00', duration: '02:00', people: ['Сініца', 'Крук'] },
  { id: '6', title: 'Night', start: '00:30', date: '2026-11-01T00:30:00+02:00' },
  { id: '7', title: 'Morning', start: '10:00', day: 2 as const },
];

async function given(sessions = file): Promise<{ ctx: Ctx; event: string }> {
  const ctx = system(await testCtx({ modules }));
  await themes.saveThemes(ctx, [
    { slug: 'rights', labels: [{ lang: 'be', kind: 'pref', text: 'Правы чалавека' }] },
  ]);
  const { event } = await congress.importProgramme(ctx, {
    event: 'small',
    create: true,
    name: 'small.xml',
    bytes: writeXml(sessions),
  });
  return { ctx, event };
}
const idOf = async (ctx: Ctx, title: string): Promise<string> =>
  (await congress.getDesk(system(ctx), 'small')).sessions.find((session) =>
    Object.values(session.title).includes(title),
  )!.id;

describe('what isn’t released', () => {
  test('is not found by anybody, whatever its address', async () => {
    const { ctx, event } = await given();
    const id = await idOf(ctx, 'Over');
    const speaker = (await congress.getDesk(ctx, 'small')).speakers[0]!.id;
    const outside = guest(ctx);
    const addresses = [
      () => congress.getEvent(outside, 'small'),
      () => congress.getProgramme(outside, 'small'),
      () => congress.getSession(outside, id),
      () => congress.getSpeaker(outside, speaker),
      () => congress.getSection(outside, 'small', 'rights'),
      () => congress.exportProgramme(outside, 'small', 'xml'),
      () => congress.listClashes(outside, event),
      () => congress.getDesk(outside, 'small'),
      () => congress.getSessionDraft(outside, 'small', id),
    ];
    for (const open of addresses) await expect(open()).rejects.toMatchObject({ kind: 'not_found' });
    expect(await congress.findPrimaryEvent(outside)).toBeUndefined();
    expect(await congress.listEvents(outside)).toEqual([]);
    await congress.releaseProgramme(ctx, event, 'one');
    for (const open of addresses.slice(0, 6)) await expect(open()).resolves.toBeDefined();
    for (const open of addresses.slice(6)) await expect(open()).rejects.toMatchObject({ kind: 'not_found' });
  });

  test('drafts, changes and removals stay inside until the next release', async () => {
    const { ctx, event } = await given();
    await congress.releaseProgramme(ctx, event, 'one');
    const id = await idOf(ctx, 'Over');
    const draft = await congress.getSessionDraft(ctx, 'small', id);
    await congress.changeSession(
      ctx,
      id,
      congress.sessionInput.parse({ ...draft, title: { [Object.keys(draft.title)[0]!]: 'Renamed' } }),
    );
    const secret = await congress.createSession(
      ctx,
      event,
      congress.sessionInput.parse({
        kind: 'panel',
        status: 'draft',
        title: { en: 'Secret' },
        minutes: 30,
        startsAt: '2026-10-31T15:00',
      }),
    );
    await congress.removeSession(ctx, await idOf(ctx, 'Morning'));
    const outside = guest(ctx);
    expect((await congress.getSession(outside, id)).title.text).toBe('Over');
    expect((await congress.getProgramme(outside, 'small', { day: 'all' })).sessions).toHaveLength(7);
    expect((await congress.getDesk(ctx, 'small')).unreleased).toEqual({ added: 0, changed: 1, removed: 1 });
    const release = await congress.releaseProgramme(ctx, event, 'two');
    expect(release).toEqual({ number: 2, sessions: 6, added: 0, changed: 1, removed: 1 });
    expect((await congress.getSession(outside, id)).title.text).toBe('Renamed');
    await expect(congress.getSession(outside, secret)).rejects.toMatchObject({ kind: 'not_found' });
    const programme = JSON.stringify(await congress.getProgramme(outside, 'small', { day: 'all' }));
    expect(programme).not.toContain('Secret');
    expect(programme).not.toContain('Morning');
    expect((await waitingJobs(ctx)).filter((job) => job.task === 'listen')).toHaveLength(2);
  });

  test('a draft or removed event takes everything with it, from the trace too', async () => {
    const { ctx, event } = await given();
    await congress.releaseProgramme(ctx, event, 'one');
    const id = await idOf(ctx, 'Over');
    const section = (await congress.getDesk(ctx, 'small')).sections[0]!;
    await congress.changeSection(
      ctx,
      section.id,
      congress.sectionInput.parse({ ...section, theme: 'rights' }),
    );
    await congress.releaseProgramme(ctx, event, 'two');
    const outside = guest(ctx);
    expect((await congress.getSession(outside, id)).themes).toEqual([
      { slug: 'rights', title: { text: 'Правы чалавека', lang: 'be' } },
    ]);
    expect((await themes.getTrace(outside, 'session', id)).from.map((item) => item.kind)).toEqual([
      'section',
      'theme',
    ]);
    const things = async () =>
      (await themes.getTheme(outside, 'rights')).things.flatMap((group) =>
        group.items.map((item) => item.kind),
      );
    expect(await things()).toContain('session');
    const draft = (await congress.getDesk(ctx, 'small')).event;
    await congress.changeEvent(ctx, event, congress.eventInput.parse({ ...draft, status: 'draft' }));
    expect(await things()).toEqual([]);
    await congress.changeEvent(ctx, event, congress.eventInput.parse({ ...draft, status: 'published' }));
    expect(await things()).toContain('session');
    await congress.removeEvent(ctx, event);
    expect(await things()).toEqual([]);
    await expect(congress.getSession(outside, id)).rejects.toMatchObject({ kind: 'not_found' });
    expect(await congress.findSessionPlaces(outside, id)).toBeUndefined();
  });
});

describe('the programme', () => {
  type View = (filter?: congress.ProgrammeFilter) => Promise<congress.ProgrammeView>;
  const released = async (): Promise<View> => {
    const { ctx, event } = await given();
    await congress.releaseProgramme(ctx, event, 'one');
    return (filter = {}) => congress.getProgramme(guest(ctx), 'small', filter);
  };
  const titles = (programme: congress.ProgrammeView) => programme.sessions.map((session) => session.title);

  test('shows today while the event runs, with states by the clock and the night on its day', async () => {
    const programme = await (await released())();
    expect(programme.day).toBe(1);
    expect(programme.days).toEqual([
      { number: 1, date: '2026-10-31', count: 6 },
      { number: 2, date: '2026-11-01', count: 1 },
    ]);
    expect(programme.sessions.map((session) => [session.title, session.state, session.at])).toEqual([
      ['Over', 'past', 0],
      ['Running', 'on', 150],
      ['Next', 'next', 180],
      ['Next elsewhere', 'next', 210],
      ['Evening', 'later', 540],
      ['Night', 'later', 870],
    ]);
    expect(programme.nowAndNext.now.map((session) => session.title)).toEqual(['Running']);
    expect(programme.rooms.map((room) => room.title.text)).toEqual(['Hall', 'Attic']);
    expect(programme.sessions[3]!.room).toBe(1);
    expect(programme.hours[0]!.hours).toHaveLength(16);
  });

  test('is filtered by section, language, kind, text and day', async () => {
    const view = await released();
    expect(titles(await view({ day: 'all', section: 'words' }))).toEqual(['Running']);
    expect(titles(await view({ day: 'all', q: 'бусел' }))).toEqual([]);
    // In the sister language; a word not yet finished.
    expect(titles(await view({ day: 'all', q: 'синица' }))).toEqual(['Over', 'Evening']);
    expect(titles(await view({ day: 'all', q: 'СІНІЦА eve' }))).toEqual(['Evening']);
    expect(titles(await view({ day: 2 }))).toEqual(['Morning']);
    expect((await view({ day: 'all', language: 'be', kind: 'speech' })).sessions).toHaveLength(7);
    expect((await view({ day: 'all', kind: 'panel' })).sessions).toEqual([]);
  });

  test.each([{ day: 3 }, { day: 0 }, { section: 'nowhere' }, { language: 'xx' }, { kind: 'dance' }])(
    '%o is not found',
    async (filter) => {
      const view = await released();
      await expect(view(filter)).rejects.toMatchObject({ kind: 'not_found' });
    },
  );

  test('a page of it is fresh until the next session begins or ends', async () => {
    const { ctx, event } = await given();
    await congress.releaseProgramme(ctx, event, 'one');
    const page = { topics: new Set<string>(), freshUntil: Infinity };
    await congress.getProgramme({ ...guest(ctx), page }, 'small');
    expect([...page.topics]).toEqual([`event:${event}`]);
    expect(new Date(page.freshUntil).toISOString()).toBe('2026-10-31T11:00:00.000Z');
  });
});

test.each(['a\u0000b', '../x', 'x'.repeat(300), '%00', ''])(
  'an address like %j is not found, and no error',
  async (part) => {
    const ctx = guest(await testCtx());
    for (const open of [
      () => congress.getEvent(ctx, part),
      () => congress.getSession(ctx, part),
      () => congress.getSpeaker(ctx, part),
      () => congress.getPage(ctx, part, part),
      () => congress.getDesk(system(ctx), part),
      () => congress.removeSession(system(ctx), part),
      () => themes.getTheme(ctx, part),
    ]) {
      await expect(open()).rejects.toMatchObject({ kind: 'not_found' });
    }
  },
);

describe('pages of a session and a speaker', () => {
  test('a session knows its neighbours, state and speakers', async () => {
    const { ctx, event } = await given();
    await congress.releaseProgramme(ctx, event, 'one');
    const outside = guest(ctx);
    const session = await congress.getSession(outside, await idOf(ctx, 'Running'));
    expect(session).toMatchObject({
      state: 'live',
      previous: { title: { text: 'Over' } },
      next: { title: { text: 'Next' } },
      day: { number: 1 },
      may: { edit: false },
    });
    const at = async (title: string) => (await congress.getSession(outside, await idOf(ctx, title))).state;
    expect([await at('Over'), await at('Next'), await at('Evening')]).toEqual(['over', 'soon', 'announced']);
    const speaker = await congress.getSpeaker(outside, session.speakers[0]!.id);
    expect(speaker.sessions.map((one) => one.title)).toEqual(['Running', 'Evening']);
    expect((await congress.listSpeakers(outside, 'small')).speakers.map((one) => one.name.text)).toEqual([
      'Крук',
      'Сініца',
    ]);
  });

  test('long texts are cleaned, whoever wrote them', async () => {
    const { ctx, event } = await given();
    const nasty = '<p onclick="x()">Good</p><script>bad()</script> [a](javascript:alert(1))';
    const id = await congress.createSession(
      ctx,
      event,
      congress.sessionInput.parse({
        kind: 'speech',
        title: { be: '<b>x</b>' },
        minutes: 10,
        abstract: { be: nasty },
        description: { be: '**bold** [a](javascript:alert(1)) ![pic](https://evil.example/x.png)' },
      }),
    );
    await congress.releaseProgramme(ctx, event, 'one');
    const session = await congress.getSession(guest(ctx), id);
    expect(session.abstract!.html).not.toMatch(/<script|onclick|<a[^>]*javascript/);
    expect(session.description!.html).toContain('<strong>bold</strong>');
    expect(session.description!.html).not.toMatch(/href="javascript|<img/);
  });
});
