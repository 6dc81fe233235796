import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { exportFormats } from '#server/congress';
import { inviteLink, makeCast, roles, withDatabase, type Cast, type RoleName } from '../nets/cast.ts';
import { expectedOf, idOf, mayOf, moderates, worksOn } from '../nets/expectations.ts';
import { filled, formsOf, type Pair } from '../nets/forms.ts';
import { addressOf, readRoutes, type Route } from '../nets/routes.ts';
import { makeThings, secretWord, states, type State, type Things } from '../nets/things.ts';
import type { Stamp } from '../nets/visitor.ts';
import { startSite, type RunningSite } from '../support/site.ts';

// Generated from the route table: every route × role × state of what stands in its address. A new route is in it by being there.
const routes = readRoutes();
vi.setConfig({ testTimeout: 400_000 });
let site: RunningSite;
let cast: Cast;
let things: Record<State, Things> & { draftSession: string };
let open = '';
let used = '';

beforeAll(async () => {
  site = await startSite();
  cast = await makeCast(site);
  things = await makeThings(site, cast);
  open = new URL(await inviteLink(cast.people.organiser, cast.event, { role: 'host' })).pathname
    .split('/')
    .at(-1)!;
  used = new URL(site.organiserLink).pathname.split('/').at(-1)!;
});
afterAll(async () => {
  cast?.close();
  await site?.stop();
});

const isThing = (route: Route) => route.params.includes('id');
/** The event in the address: that of the thing where there is one, or the event whose own state is meant. */
const eventOf = (route: Route, state: State): string => {
  const withThing =
    isThing(route) || ['page', 'section', 'room'].some((param) => route.params.includes(param));
  return withThing && state !== 'other' ? things.own.event : things[state].event;
};

function address(route: Route, state: State): string {
  const of = things[state];
  const path = addressOf(route, {
    lang: 'be',
    event: eventOf(route, state),
    page: of.page,
    section: of.section,
    room: of.roomSlug!,
    secret: of.plan!,
    language: 'en',
    poll: of.poll ?? 'nonsense',
    table: of.table ?? 'nonsense',
    meeting: of.meeting ?? 'nonsense',
    id: idOf(route, of),
    slug: state !== 'own' ? 'no-such-thing' : route.id.includes('series') ? 'kanhresy' : theme,
    token: state === 'own' ? open : state === 'nonsense' ? 'A'.repeat(43) : used,
  });
  return route.id.endsWith('account/persona') ? `${path}?place=session:${of.session}` : path;
}
let theme = '';

const statesOf = (route: Route): readonly State[] =>
  route.params.some((one) => one !== 'lang') || route.id.endsWith('persona') ? states : ['own'];

/** All that a form could change, as one word. */
const digest = () =>
  withDatabase(site.data, async (client) => {
    const hash = createHash('sha256');
    const tables = [
      'congress.event',
      'congress.page',
      'congress.section',
      'congress.room',
      'congress.speaker',
      'congress.session',
      'congress.session_speaker',
      'congress.release',
      'congress.plan',
      'congress.plan_session',
      'accounts.person',
      'accounts.role',
      'accounts.invitation',
      'accounts.persona',
      'live.question',
      'live.outcome',
      'live.seat',
      'live.played',
      'recordings.consent',
    ];
    for (const table of tables) {
      const { rows } = await client.query<{ row: string }>(
        `select t::text as row from ${table} t order by 1`,
      );
      hash.update(table + rows.map(({ row }) => row).join('\n'));
    }
    const { rows } = await client.query<{ n: string }>(
      `select count(*) || (select string_agg(note::text || backstage_note, '|' order by session_id) from live.stage) as n from accounts.sign_in`,
    );
    return hash.update(rows[0]!.n).digest('hex');
  });

test('every page opens for whom it declares, and for nobody else', async () => {
  theme = /\/be\/t\/([\w-]+)/.exec((await cast.people.guest.get('/be/themes')).text)![1]!;
  const faults: string[] = [];
  let cells = 0;
  for (const route of routes.filter((one) => one.methods.includes('GET')))
    for (const state of statesOf(route)) {
      const ask = async (role: RoleName): Promise<void> => {
        // The exit ends one's sign-in: its own test below.
        if (route.id.endsWith('account/exit') && role !== 'guest') return;
        const path = address(route, state);
        const wanted = expectedOf(route, role, state, eventOf(route, state), cast.event);
        const got = await cast.people[role].get(path, { headers: { accept: 'text/html' } });
        cells += 1;
        if (!wanted.status.includes(got.status) || (wanted.to && !wanted.to.test(got.to)))
          faults.push(
            `${role} · ${state} · ${path}: ${got.status} ${got.to}, not ${wanted.status.join(' or ')} ${wanted.to ?? ''}`,
          );
      };
      await Promise.all(roles.map(ask));
    }
  console.log(`access matrix: ${cells} pages asked for`);
  expect(faults).toEqual([]);
  expect(cells).toBeGreaterThan(800);
});

describe('forms', () => {
  const sent: Record<string, string> = {
    text: 'x',
    'note.be': 'x',
    shownAs: 'x',
    name: 'x',
    sure: 'yes',
    role: 'speaker',
    days: '7',
    place: 'event',
    act: 'mute',
    seat: 'x',
    box: '',
    pseudonym: 'Хтосьці',
    lang: 'be',
    zone: '',
  };
  const to: Record<string, string> = { state: 'over', question: 'hidden' };

  /** What somebody with the right would send of this page. */
  async function pairsOf(route: Route, action: string, state: State): Promise<Pair[]> {
    const path = address(route, state);
    const by = state === 'other' && route.id.includes('desk') ? cast.people.stranger : cast.people.organiser;
    const form = formsOf((await by.get(path)).text, path).find(
      (one) => action === 'default' || one.action.includes(`?/${action}`),
    );
    const stood = form ? filled(form, {}).filter(([name]) => !name.startsWith('_')) : [];
    return [
      ...stood,
      ...Object.entries({
        ...sent,
        to: to[action] ?? '',
        'title.be': 'Змененая чужым',
        'name.be': 'Змененая чужым',
      }),
    ];
  }

  test('a form sent without the right to is refused, and changes nothing', async () => {
    const before = await digest();
    const faults: string[] = [];
    const stamps = new Map<RoleName, Stamp>();
    let cells = 0;
    for (const route of routes.filter(
      (one) => one.methods.includes('POST') && one.kind === 'working' && one.may !== 'everyone',
    ))
      for (const state of statesOf(route))
        for (const action of route.actions) {
          const pairs = await pairsOf(route, action, state);
          for (const role of roles) {
            const event = eventOf(route, state);
            if (!isDenied(route, role, state, event)) continue;
            // What is refused leaves its token good.
            const kept = stamps.get(role);
            const stamp =
              kept ?? (await cast.people[role].stamp(role === 'guest' ? '/be/sign-in' : '/be/account'));
            stamps.set(role, stamp);
            const path = address(route, state);
            const query = action === 'default' ? '' : `${path.includes('?') ? '&' : '?'}/${action}`;
            const got = await cast.people[role].post(path + query, [...pairs, ...stamp], {
              isMultipart: route.id.endsWith('import'),
            });
            cells += 1;
            if (got.status < 400 && role !== 'guest') stamps.delete(role);
            const isSentToSignIn = role === 'guest' && got.status === 303 && got.to.startsWith('/be/sign-in');
            // Leaving a seat, or forgetting a statement, that one does not have is nothing; the digest below sees that it was.
            const isNothing = ['leave', 'forget'].includes(action) && role !== 'guest' && got.status === 303;
            if (!isSentToSignIn && !isNothing && ![400, 401, 403, 404].includes(got.status))
              faults.push(`${role} · ${state} · ${path}${query}: ${got.status} ${got.to}`);
            // A page that comes back must not show the desk to whoever may not see it.
            if (/Змененая чужым/.test(got.text) && got.status < 400)
              faults.push(`${role} · ${state} · ${path}: shown`);
          }
        }
    console.log(`access matrix: ${cells} forms sent`);
    expect(faults).toEqual([]);
    expect(cells).toBeGreaterThan(300);
    expect(await digest()).toBe(before);
  });

  const isDenied = (route: Route, role: RoleName, state: State, event: string): boolean => {
    const may = mayOf(route);
    if (may === 'person') return role === 'guest';
    if (role === 'guest') return true;
    if (['speaker', 'host', 'interpreter', 'captioner'].includes(may)) {
      if (role === 'organiser') return false;
      return (
        !moderates(route, role, state) &&
        !(role === 'stranger' && state === 'other') &&
        !(role === 'speaker' && state === 'own' && may === 'speaker')
      );
    }
    return route.params.includes('event') ? !worksOn(role, event, cast.event) : role !== 'organiser';
  };

  test("a thing of one event can't be changed through the address of another", async () => {
    const before = await digest();
    const faults: string[] = [];
    for (const route of routes.filter((one) => one.id.includes('desk/e/') && isThing(one)))
      for (const action of route.actions) {
        const pairs = (await pairsOf(route, action, 'other')).map(([name, value]): Pair => [
          name,
          name === 'slug' && !route.id.includes('pages') ? 'takoha-niama' : value,
        ]);
        if (route.id.includes('pages') && action === 'save') continue;
        const path = addressOf(route, { lang: 'be', event: cast.event, id: idOf(route, things.other) });
        expect((await cast.people.programme_editor.get(path)).status).toBe(404);
        const got = await cast.people.programme_editor.post(`${path}?/${action}`, [
          ...pairs,
          ...(await cast.people.programme_editor.stamp('/be/account')),
        ]);
        if (![403, 404].includes(got.status)) faults.push(`${path}?/${action}: ${got.status} ${got.to}`);
      }
    expect(faults).toEqual([]);
    expect(await digest()).toBe(before);
  });

  test("everyone's forms know nothing of what is not public", async () => {
    for (const state of ['unpublished', 'deleted', 'nonsense'] as const)
      for (const role of ['guest', 'member'] as const) {
        const stamp = await cast.people[role].stamp(role === 'guest' ? '/be/sign-in' : '/be/account');
        const got = await cast.people[role].post(`/be/s/${things[state].session}/ask?/ask`, [
          ['text', 'Ці чуваць?'],
          ...stamp,
        ]);
        expect([state, role, got.status]).toEqual([state, role, 404]);
      }
    const stamp = await cast.people.guest.stamp('/be/sign-in');
    expect((await cast.people.guest.post(`/be/i/${'A'.repeat(43)}`, stamp)).status).toBe(404);
    expect((await cast.people.guest.post(`/be/i/${used}`, stamp)).status).toBe(410);
  });

  test("another website sends nothing in a visitor's name", async () => {
    const before = await digest();
    const { organiser, member } = cast.people;
    const [own, foreign] = [await organiser.stamp('/be/account'), await member.stamp('/be/account')];
    const forged: { what: string; stamp: Stamp; headers?: Record<string, string> }[] = [
      { what: 'another site', stamp: own, headers: { 'sec-fetch-site': 'cross-site' } },
      { what: 'a site beside', stamp: own, headers: { 'sec-fetch-site': 'same-site' } },
      { what: 'an old browser at another site', stamp: own, headers: { origin: 'https://example.org' } },
      { what: 'no token', stamp: [] },
      { what: "somebody else's token", stamp: foreign },
      { what: 'a token made up', stamp: [['_token', 'A'.repeat(120)]] },
    ];
    const faults: string[] = [];
    let cells = 0;
    // Whoever is signed in is sent on from the page to sign in.
    for (const route of routes.filter((one) => one.methods.includes('POST') && !one.id.includes('sign-in')))
      for (const action of route.kind === 'working' ? route.actions : ['']) {
        const isPage = route.kind === 'working';
        const path = address(route, 'own');
        const query = !isPage || action === 'default' ? '' : `${path.includes('?') ? '&' : '?'}/${action}`;
        const pairs = isPage ? await pairsOf(route, action, 'own') : [];
        for (const { what, stamp, headers } of isPage ? forged : forged.slice(0, 3)) {
          const got = await organiser.post(path + query, [...pairs, ...stamp], {
            isMultipart: route.id.endsWith('import'),
            ...(headers && { headers }),
          });
          cells += 1;
          if (got.status < 400 || got.status >= 500)
            faults.push(`${what} · ${path}${query}: ${got.status} ${got.to}`);
        }
      }
    console.log(`another website: ${cells} forms sent`);
    expect(faults).toEqual([]);
    expect(cells).toBeGreaterThan(500);
    expect(await digest()).toBe(before);
    // The token was good all the time.
    const mine: Pair[] = [
      ['lang', 'be'],
      ['zone', 'Europe/Minsk'],
    ];
    expect((await organiser.post('/be/account?/settings', [...mine, ...own])).status).toBe(303);
  });

  test('endpoints that take a POST refuse whoever may not', async () => {
    const faults: string[] = [];
    for (const route of routes.filter((one) => one.kind === 'endpoint' && one.methods.includes('POST')))
      for (const state of statesOf(route))
        for (const role of roles) {
          const path = address(route, state);
          const got = await cast.people[role].post(path, [], { isJson: true });
          const isPublic =
            state === 'own' || state === 'other' || route.params.every((param) => param === 'lang');
          // No engine runs here and nobody sits: a right that is there meets 400, 404, 409 or 503, never 403.
          const mayAsk =
            isPublic &&
            (route.may === 'everyone' ||
              role === 'organiser' ||
              (role === 'stranger' && state === 'other') ||
              moderates(route, role, state) ||
              (role === 'speaker' && state === 'own'));
          // Of what is not public it says the same as of what does not exist.
          const mayPrepare =
            (role === 'organiser' && state === 'unpublished') || moderates(route, role, state);
          const event = eventOf(route, state);
          if (route.may === 'programme_editor') {
            // Whoever works on the event gets as far as the body, which says nothing; it is not there for others.
            const want = role === 'guest' ? 401 : worksOn(role, event, cast.event) ? 400 : 404;
            if (got.status !== want) faults.push(`${role} · ${state} · ${path}: ${got.status}, not ${want}`);
            continue;
          }
          if (route.may === 'key') {
            if (got.status !== 401) faults.push(`${role} · ${state} · ${path}: ${got.status}, not 401`);
            continue;
          }
          if (route.may === 'interpreter' || route.may === 'captioner') {
            const keeps =
              (role === 'organiser' && (isPublic || state === 'unpublished')) ||
              (role === 'stranger' && state === 'other');
            const want = keeps ? 400 : role === 'guest' ? 401 : 403;
            if (got.status !== want) faults.push(`${role} · ${state} · ${path}: ${got.status}, not ${want}`);
            continue;
          }
          const wanted =
            mayAsk || mayPrepare
              ? [200, 400, 404, 409, 503]
              : route.may === 'everyone'
                ? [404, 409]
                : [role === 'guest' ? 401 : 403];
          if (!wanted.includes(got.status))
            faults.push(`${role} · ${state} · ${path}: ${got.status}, not ${wanted.join(' or ')}`);
        }
    expect(faults).toEqual([]);
  });
});

test('live events are heard only of public sessions', async () => {
  const heard = async (session: string) =>
    (await cast.people.guest.get(`/live/${session}/events`, { listenMs: 600 })).status;
  expect(await heard(things.own.session)).toBe(200);
  for (const session of [
    things.unpublished.session,
    things.deleted.session,
    things.nonsense.session,
    things.draftSession,
  ])
    expect([session, await heard(session)]).toEqual([session, 404]);
});

test('nothing that is not public stands in any public answer', async () => {
  const { guest } = cast.people;
  const seen = new Set<string>(['/be', '/ru', '/en', '/themes.ttl', '/be/themes', '/api/v1/events']);
  for (const event of [cast.event, 'other', 'draft-event', 'gone-event'])
    for (const path of [
      ...exportFormats.map((format) => `/e/${event}/schedule.${format}`),
      ...['', '/sessions', '/sessions?since=1', '/speakers', '/rooms', '/sections', '/releases'].map(
        (list) => `/api/v1/events/${event}${list}`,
      ),
      `/be/e/${event}/open-data`,
      `/be/e/${event}`,
      `/be/e/${event}/programme?day=all`,
      `/be/e/${event}/programme?q=${encodeURIComponent(secretWord)}`,
      `/be/e/${event}/speakers`,
      ...[
        'now',
        'wall',
        'print?day=all',
        'widget?day=all',
        'book',
        'offline',
        'mine',
        'mine/sessions.json',
      ].map((page) => `/be/e/${event}/${page}`),
    ])
      seen.add(path);
  for (const id of [things.unpublished.session, things.draftSession])
    for (const path of [
      `/be/s/${id}`,
      `/be/s/${id}/text`,
      `/be/s/${id}/ask`,
      `/be/s/${id}/stage`,
      `/be/s/${id}/listen`,
      `/listen/${id}/floor.mp3`,
      `/listen/${id}/text.be.html`,
      `/motif/session/${id}.svg`,
    ])
      seen.add(path);
  // A private link asked to hold what is not public.
  const link = await guest.fill(`/be/e/${cast.event}/mine/link`, {
    sessions: [things.unpublished.session, things.draftSession, things.own.session].join(','),
  });
  for (const path of ['', '/choose', '/calendar.ics']) seen.add(`${link.to}${path}`);
  seen.add(`/be/p/${things.unpublished.speaker}`);
  const guilty: string[] = [];
  const queue = [...seen];
  const most = 500;
  let asked = 0;
  for (let path = queue.shift(); path !== undefined && asked < most; path = queue.shift(), asked += 1) {
    const { text, to, headers } = await guest.get(path);
    // A search shows what was asked for; a title found by it would stand whole.
    const needle = path.includes('q=') ? `Сустрэча ${secretWord}` : secretWord;
    if (text.includes(needle) || text.includes(encodeURIComponent(needle))) guilty.push(path);
    for (const id of [
      things.unpublished.session,
      things.unpublished.speaker,
      things.unpublished.room,
      things.draftSession,
    ])
      if (!path.includes(id) && text.includes(id)) guilty.push(`${path} names ${id}`);
    if (!(headers['content-type'] ?? '').startsWith('text/html')) continue;
    for (const link of [
      to,
      ...[...text.matchAll(/href="(\/[^"#]*)/g)].map(([, href]) => href!.replaceAll('&amp;', '&')),
    ]) {
      if (
        !/^\/(be|ru|en|e|motif)\b/.test(link) ||
        /\/(zone|sign-in|join|account)/.test(link) ||
        /[?&]zone=/.test(link) ||
        (/[?&]q=/.test(link) && seen.size > 300) ||
        seen.has(link)
      )
        continue;
      seen.add(link);
      queue.push(link);
    }
  }
  console.log(`access matrix: ${asked} public addresses searched`);
  expect(guilty).toEqual([]);
  expect(asked).toBeGreaterThan(300);
  // And the search can find it: the desk shows it to whom it may.
  expect((await cast.people.organiser.get('/be/desk/e/draft-event')).text).toContain(secretWord);
});
