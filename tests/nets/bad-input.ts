import { connect } from 'node:net';
import { readMessages } from '#server/kernel';
import { root } from '../support/root.ts';
import type { RunningSite } from '../support/site.ts';
import { bend, hostilePath, hostileText, makeDice, type Dice } from './attacks.ts';
import { accept, desk, eventFields, inviteLink, joinWithWords, must, withDatabase } from './cast.ts';
import { filled, formsOf, type Pair } from './forms.ts';
import { hangMs, makeSender, type Answer } from './http.ts';
import { addressOf, readRoutes } from './routes.ts';
import { makeVisitor, type Stamp, type Visitor } from './visitor.ts';

/** One form, with what an honest reader would send. */
interface Target {
  name: string;
  path: string;
  by: Visitor;
  /** Where this visitor's tokens come from. */
  tokens: string;
  pairs: Pair[];
  fields: string[];
  isMultipart: boolean;
  /** Takes tens of milliseconds of hashing: sent seldom. */
  isDear: boolean;
}

export interface Tally {
  /** How far the run is: the next one to send. A run that is taken up again goes on from here. */
  next: number;
  counted: number;
  perField: Record<string, number>;
  statuses: Record<string, number>;
  codes: string[];
  faults: string[];
  slowestMs: number;
}

export const freshTally = (): Tally => ({
  next: 0,
  counted: 0,
  perField: {},
  statuses: {},
  codes: [],
  faults: [],
  slowestMs: 0,
});

/** Refusals at the door: what got one of these never reached a schema, and is not counted. */
const atTheDoor = [
  'web.stale_form',
  'web.other_site',
  'web.queue_full',
  'web.sign_in_first',
  'web.unreadable',
];

/** Makes what the forms belong to, and reads every form that the route table knows. */
export async function prepare(site: RunningSite) {
  const [organiser, speaker, member, guest] = [
    makeVisitor(site.url),
    makeVisitor(site.url),
    makeVisitor(site.url),
    makeVisitor(site.url),
  ];
  await accept(organiser, site.organiserLink);
  await accept(speaker, site.speakerLink);
  await joinWithWords(member);
  await desk(organiser, 'new', eventFields('bad', 'Дрэнная'));
  const at = '/be/desk/e/bad';
  await desk(organiser, 'e/bad/rooms/new', { 'title.be': 'Зала', slug: 'zala' });
  await desk(organiser, 'e/bad/sections/new', { 'title.be': 'Секцыя', slug: 'siekcyja' });
  await desk(organiser, 'e/bad/pages/new', { 'title.be': 'Старонка', 'body.be': 'Тэкст', slug: 'staronka' });
  await desk(organiser, 'e/bad/speakers/new', { 'name.be': 'Прамоўца' });
  await desk(organiser, 'e/bad/crew/new', { name: 'Перакладчыца' });
  const session = must(
    /sessions\/(\w+)/.exec(
      await desk(organiser, 'e/bad/sessions/new', {
        'title.be': 'Сустрэча',
        minutes: '30',
        status: 'confirmed',
      }),
    )?.[1],
    'a session',
  );
  const ids = await withDatabase(site.data, async (client) => {
    const id = async (table: string) =>
      must(
        (
          await client.query<{ id: string }>(
            `select t.id from congress.${table} t join congress.event e on e.id = t.event_id where e.slug = 'bad'`,
          )
        ).rows[0]?.id,
        table,
      );
    return {
      rooms: await id('room'),
      sections: await id('section'),
      speakers: await id('speaker'),
      sessions: session,
      pages: 'staronka',
      crew: await id('crew_member'),
      languages: session,
    };
  });
  // A speaker's own desk is for whom its profile is tied to, which a job does a moment later.
  await accept(speaker, await inviteLink(organiser, 'bad', { role: 'speaker', subject: ids.speakers }));
  const tied = async (): Promise<boolean> =>
    (await speaker.get(`/be/speaking/${ids.speakers}`)).status === 200;
  for (let asked = 0; !(await tied()); asked += 1) {
    if (asked > 200) throw new Error('the profile is not tied to its speaker');
    await new Promise((go) => setTimeout(go, 100));
  }
  await desk(organiser, 'e/bad/registration', { mode: 'open', waiting: 'true' }, 'save');
  const question = { 'title.be': 'Пытанне', 'why.be': 'Каб ведаць', kind: 'text' };
  await desk(organiser, 'e/bad/registration/question', question, 'save');
  const token = new URL(await inviteLink(organiser, 'bad', { role: 'host' })).pathname.split('/').at(-1)!;

  const secret = must(
    /\/mine\/([\w-]{43})$/.exec((await guest.fill('/be/e/vytoki/mine/link', {})).to)?.[1],
    'a private link',
  );

  const poll = await withDatabase(site.data, async (client) =>
    must(
      (await client.query<{ id: string }>(`select id from live.poll where state = 'open' limit 1`)).rows[0]
        ?.id,
      'an open poll',
    ),
  );

  const recording = 'bad0recording0';
  await withDatabase(site.data, (client) =>
    client.query(
      `insert into recordings.recording (id, event_id, title, state) select $1, id, '{"be": "Стары запіс"}', 'held'
       from congress.event where slug = 'bad'`,
      [recording],
    ),
  );

  const byHand: Record<string, Record<string, string>> = {
    'r/[id]/edit?/publish': {},
    'r/[id]/edit?/withdraw': {},
    'r/[id]/edit?/marks': { from: '0:10', to: '1:00', poster: 'motif' },
    'r/[id]/edit?/line': { lang: 'be', position: '1', text: 'Шаноўныя' },
    'desk/e/[event]/recordings?/accept': { upload: 'x', 'title.be': 'Стары запіс', publish: 'yes' },
    'desk/e/[event]/recordings?/acceptAll': { publish: 'yes' },
    'desk/e/[event]/recordings?/drop': { upload: 'x' },
    'desk/e/[event]/recordings/[id]?/publish': {},
    'desk/e/[event]/recordings/[id]?/withdraw': {},
    'desk/e/[event]/recordings/[id]?/retry': {},
    // Without fields there is nothing to bend, and what all other forms are tried on would be gone.
    'desk/e/[event]/recordings/[id]?/erase': {},
    'account?/end': { id: 'x' },
    's/[id]/backstage?/statement': { file: '' },
    's/[id]/backstage?/unstatement': {},
    's/[id]/backstage?/forget': {},
    's/[id]/outcome?/add': { address: 'https://example.org/', title: 'Зварот', lang: 'be' },
    's/[id]/outcome?/take': { outcome: 'x' },
    's/[id]/outcome?/unlist': { seat: 'x' },
    's/[id]/consent?/give': { choice: 'later' },
    // Said with "yes" it could not be tried a second time.
    's/[id]/consent?/revoke': { sure: 'no' },
    's/[id]/consent?/remind': {},
    's/[id]/host?/statement': { seat: 'x', act: 'play' },
    's/[id]/chair?/move': { version: '1', entry: 'x', to: '1', reason: 'Дамовіліся' },
    's/[id]/floor?/finish': {},
    's/[id]/moderate?/hide': { kind: 'message', thing: 'x', reason: 'off_topic', words: 'Груба' },
    's/[id]/moderate?/keep': { kind: 'message', thing: 'x' },
    's/[id]/moderate?/silence': { message: 'x', minutes: '5', reason: 'off_topic', words: 'Груба' },
    's/[id]/moderate?/readmit': { seat: 'x' },
    // Said with "yes" it would end what all other forms are tried on.
    's/[id]/moderate?/stop': { sure: 'no' },
    's/[id]/moderate?/resume': {},
    's/[id]/moderate?/hands': {},
    's/[id]/talk/report?/default': { kind: 'message', thing: 'x' },
    's/[id]/meeting?/begin': { lobby: 'on' },
    's/[id]/meeting?/end': {},
    'm/[meeting]?/end': {},
    'e/[event]/lounge?/take_away': { table: 'x' },
    'account?/drop': { kind: 'session', id: site.live },
    'account/leave?/default': { sure: 'no' },
    'account/passkeys?/drop': { id: 'x' },
    'desk/e/[event]/import?/default': {
      file: '',
      kept: 'H4sIAAAAAAAAA6uuBQBDv6ajAgAAAA==',
      name: 'x.json',
      act: 'look',
    },
    'desk/e/[event]/corrections?/correct': {
      session,
      do: 'shift:15',
      room: '',
      startsAt: '2026-11-22T10:00',
    },
    'desk/e/[event]/corrections?/undo': { version: '1' },
    'desk/e/[event]/release/versions?/default': { version: '1', act: 'hush' },
    'desk/e/[event]/invitations?/revoke': { place: 'event', id: 'x' },
    's/[id]/host?/seat': { seat: 'x', act: 'mute' },
    's/[id]/slides?/give': { title: 'Слайды', 'files[]': 'x', keeps: 'yes' },
    's/[id]/slides?/show': { deck: 'x', page: '2' },
    's/[id]/slides?/change': { deck: 'x', act: 'keep' },
    's/[id]/slides?/hide': {},
    's/[id]/host?/state': { to: 'x' },
    's/[id]/ask?/vote': { question: 'x' },
    's/[id]/questions?/move': { question: 'x', to: 'shown' },
    's/[id]/questions?/answer': { question: 'x', answer: 'Так' },
    's/[id]/questions?/merge': { question: 'x', into: 'y' },
    's/[id]/polls?/move': { poll: 'x', to: 'open' },
    's/[id]/polls/[poll]?/vote': { one: '0', 'choice[]': '0', 'rank.0': '1' },
    's/[id]/backstage?/take': { shownAs: 'Прамоўца' },
    's/[id]/backstage?/choose': { picture: 'voice', masked: 'on' },
    's/[id]/backstage?/notYet': {},
    's/[id]/languages?/revoke': { key: 'x' },
    's/[id]/booth/[language]?/enter': { shownAs: 'Перакладчыца' },
    ...Object.fromEntries(
      ['leave', 'take', 'accept', 'offer', 'withdraw', 'open', 'close', 'slower', 'free'].map((act) => [
        `s/[id]/booth/[language]?/${act}`,
        {},
      ]),
    ),
    's/[id]/captions/[language]?/type': { text: 'Шаноўныя сябры' },
    's/[id]/captions/[language]?/correct': { seq: '1', text: 'Шаноўныя' },
    'i/[token]?/default': { box: 'x' },
    'desk/e/[event]/registration?/places': { group: 'x', places: '1' },
    'desk/e/[event]/registration?/revoke': { group: 'x' },
    'ticket?/answers': { code: 'k3vd-9x2m', 'answers.x': 'x' },
    'ticket?/here': { code: 'k3vd-9x2m' },
    'ticket?/cancel': { code: 'k3vd-9x2m' },
    'ticket/stamp/[id]?/default': { code: 'k3vd-9x2m', word: '1234 5678', blinded: 'AAAA' },
    'e/[event]/mine/link?/default': { sessions: 'x' },
    'mine/[secret]?/remove': { session: 'x' },
    'mine/[secret]?/empty': {},
    'mine/[secret]?/delete': {},
    'desk/series/[id]?/save': { 'title.be': 'Серыя', slug: 'siery-ja', 'events[]': 'x' },
    'speaking/[speaker]?/motif': {},
    'speaking/[speaker]/availability?/any': {},
    'speaking/[speaker]/materials?/give': {
      session: site.live,
      title: 'Слайды',
      url: 'https://example.org',
      audience: 'team',
      since: 'end',
    },
    'speaking/[speaker]/materials?/take': { id: 'x' },
    'desk/e/[event]/clashes?/accept': { clash: 'room_twice:a:b:c', reason: 'Дзве паловы залы' },
    'desk/e/[event]/clashes?/reject': { clash: 'x' },
    'desk/e/[event]/sessions/[id]/rules?/remove': { rule: 'x' },
    'desk/e/[event]/sessions/[id]/places?/put': { place: `${ids.rooms} 29800000`, version: '2' },
    'desk/e/[event]/languages/[id]?/free': { crew: 'x', role: 'host', lang: '' },
  };
  const targets: Target[] = [];
  const unread: string[] = [];
  for (const route of readRoutes().filter((one) => one.actions.length > 0)) {
    const own = route.id.replace('[lang=lang]/', '');
    const kind = (['rooms', 'sections', 'speakers', 'sessions', 'pages', 'crew', 'languages'] as const).find(
      (one) => own.includes(`/${one}/`),
    );
    const path =
      addressOf(route, {
        lang: 'be',
        event: 'bad',
        id: /(^r|recordings)\/\[id\]/.test(own) ? recording : kind ? ids[kind] : site.live,
        token,
        secret,
        language: 'en',
        poll,
        speaker: ids.speakers,
      }) + (own.endsWith('persona') ? `?place=session:${site.live}` : '');
    const by =
      own.includes('desk') ||
      /^s\/\[id\]\/(languages|booth|captions|slides|questions|polls$|polls\/new|chair|moderate|outcome)/.test(
        own,
      ) ||
      own === 'm' ||
      own.startsWith('r/') ||
      own === 'e/[event]/lounge' ||
      own.endsWith('host') ||
      own.includes('ticket/word')
        ? organiser
        : own.endsWith('backstage') || own.endsWith('consent') || own.startsWith('speaking')
          ? speaker
          : own.startsWith('account') || own === 's/[id]/floor'
            ? member
            : guest;
    const opened = own === 'join' ? `${path}?step=back` : path;
    if (own === 'join') await by.get(`${path}?words=be`);
    const forms = formsOf((await by.get(opened)).text, opened);
    for (const action of route.actions) {
      const name = `${own}?/${action}`;
      const form = action === 'default' ? forms[0] : forms.find((one) => one.action.includes(`?/${action}`));
      const given = Object.entries(byHand[name] ?? {}).map(([field, value]): Pair => [field, value]);
      const pairs = byHand[name]
        ? given
        : form
          ? filled(form, {}).filter(([field]) => !field.startsWith('_'))
          : undefined;
      const fields = [
        ...new Set([
          ...(pairs ?? []).map(([field]) => field),
          ...(byHand[name] ? [] : (form?.fields ?? []).map((field) => field.name)),
        ]),
      ].filter((field) => !field.startsWith('_'));
      // A form without fields has nothing to bend; one that is never shown must be named above.
      if (!pairs) {
        if (!['remove', 'leave', 'out', 'everywhere'].includes(action)) unread.push(name);
        continue;
      }
      if (fields.length === 0) continue;
      targets.push({
        name,
        by,
        pairs,
        fields,
        path: opened + (action === 'default' ? '' : `${opened.includes('?') ? '&' : '?'}/${action}`),
        tokens: by === guest ? '/be/sign-in' : '/be/account',
        isMultipart: Boolean(form?.isMultipart) || own.endsWith('import'),
        isDear: own === 'sign-in' || own === 'join' || own.startsWith('i/'),
      });
    }
  }
  if (unread.length > 0)
    throw new Error(`forms that no page shows, to be named in byHand: ${unread.join(', ')}`);
  return { targets, ids, at, people: [organiser, speaker, member, guest] as const };
}
type Prepared = Awaited<ReturnType<typeof prepare>>;

/** What hostile forms did succeed in making is taken away from time to time, so that the millionth meets the same site as the first. */
const tidy = (data: string) =>
  withDatabase(data, async (client) => {
    await client.query(
      `delete from congress.event where slug not in ('bad', 'vytoki') and id not in (select event_id from congress.session where id in (select session_id from live.stage))`,
    );
    await client.query(
      `delete from registration.ticket; delete from registration.text_answer; delete from registration.pool where kind = 'group'`,
    );
    await client.query(
      `delete from live.question; delete from live.poll where state = 'draft'; delete from live.line; delete from accounts.invitation where state = 'open' and role <> 'host'`,
    );
    await client.query(
      `delete from accounts.person p where p.secret_hash is null and not exists (select from accounts.role r where r.person_id = p.id)`,
    );
  });

/** Sends numbers `tally.next` to `until`, a few at a time. The number settles what is sent. */
export async function runBadInput(
  site: RunningSite,
  prepared: Prepared,
  tally: Tally,
  until: number,
  { seed = 1, workers = 8, deadline = Infinity, onStep = () => undefined as void } = {},
): Promise<Tally> {
  const messages = readMessages(root);
  const doorWords = atTheDoor
    .map((code) => messages.be.get(code))
    .filter((words): words is string => Boolean(words));
  const codes = new Set(tally.codes);
  const sender = makeSender(site.url, workers);
  const fault = (what: string): void => {
    if (tally.faults.length < 200) tally.faults.push(what);
  };
  const fieldsOf = (isDear: boolean) =>
    prepared.targets
      .filter((one) => one.isDear === isDear)
      .flatMap((target) => target.fields.map((field) => ({ target, field })));
  const [cheapFields, dearFields] = [fieldsOf(false), fieldsOf(true)];
  const routes = readRoutes();

  const judge = (what: string, answer: Answer, isEngine = false): void => {
    tally.statuses[answer.status] = (tally.statuses[answer.status] ?? 0) + 1;
    tally.slowestMs = Math.max(tally.slowestMs, Math.round(answer.ms));
    if (answer.ms > hangMs) fault(`${what}: ${Math.round(answer.ms)} ms`);
    // No engine runs beside the net: what needs one says so.
    if (answer.status >= 500 && !(isEngine && answer.status === 503))
      fault(`${what}: ${answer.status} ${answer.text.replace(/\s+/g, ' ').slice(0, 200)}`);
  };

  const uses = new WeakMap<Stamp, number>();
  const form = async (index: number, dice: Dice, stamps: Map<Visitor, Stamp>): Promise<void> => {
    // One field after the other, a step further with every round: no rhythm of the numbers leaves one out.
    const { target, field } =
      index % 60 === 0
        ? dice.pick(dearFields)
        : cheapFields[(index + Math.floor(index / cheapFields.length)) % cheapFields.length]!;
    const bent = bend(dice, target.pairs, field, 100_000);
    const stamp = stamps.get(target.by) ?? (await target.by.stamp(target.tokens));
    stamps.set(target.by, stamp);
    // Work counts eight times; the ninth form of a guest would wait in the slow queue.
    const used = (uses.get(stamp) ?? 0) + 1;
    uses.set(stamp, used);
    if (used >= 6) stamps.delete(target.by);
    const isJson = dice.below(4) > 0;
    const what = `${target.name} ${field} (number ${index})`;
    const answer = await target.by.post(target.path, [...stamp, ...bent.pairs], {
      isJson,
      isMultipart: bent.isMultipart || target.isMultipart,
    });
    judge(what, answer);
    const isDone = answer.status < 400 && !(isJson && /^\{"type":"(failure|error)"/.test(answer.text));
    if (isDone && dice.below(20) === 0)
      judge(`${what} again`, await target.by.post(target.path, [...stamp, ...bent.pairs], { isJson }));
    if (isDone) stamps.delete(target.by);
    // Whoever got in by an invitation goes out again.
    if (isDone && target.tokens === '/be/sign-in') target.by.cookies.delete('veche');
    if (isDone && target.name.includes('settings?/save') && target.name.includes('desk')) {
      // A slug that was taken is given back, or nobody finds the event again.
      const now = /\/desk\/e\/([^/?"]+)/.exec(isJson ? answer.text : answer.to)?.[1] ?? 'bad';
      await target.by.post(
        target.path.replace('/bad/', `/${now}/`),
        [...(await target.by.stamp(target.tokens)), ...target.pairs],
        { isJson: true },
      );
    }
    const isRefused =
      [411, 413, 421, 431, 405, 415].includes(answer.status) ||
      (isJson
        ? atTheDoor.some((code) => answer.text.includes(code))
        : doorWords.some((words) => answer.text.includes(words)));
    if (isRefused) {
      stamps.delete(target.by);
      return;
    }
    tally.counted += 1;
    tally.perField[`${target.name} ${field}`] = (tally.perField[`${target.name} ${field}`] ?? 0) + 1;
    if (isJson) {
      const found = [...answer.text.matchAll(/\\?"([a-z]+(?:\.[a-z0-9_]+)+)\\?"/g)].map(([, code]) => code!);
      const known = found.filter((code) => messages.be.has(code));
      for (const code of known) codes.add(code);
      const unknown = found.filter(
        (code) =>
          /^(web|congress|accounts|live|themes|desk|kernel|registration)\./.test(code) &&
          !messages.be.has(code),
      );
      if (unknown.length > 0) fault(`${what}: a code without words: ${unknown.join(', ')}`);
      if (!isDone && known.length === 0)
        fault(`${what}: ${answer.status} without a code: ${answer.text.slice(0, 200)}`);
    } else if (answer.status >= 400 && !/role="alert"|<h1/.test(answer.text))
      fault(`${what}: ${answer.status} without words`);
    if (/<script>alert|<img src=x|<svg onload|href="javascript:/i.test(answer.text) && !isJson)
      fault(`${what}: comes back as markup`);
  };

  const address = async (index: number, dice: Dice): Promise<void> => {
    const route = dice.pick(routes);
    const values = Object.fromEntries(
      route.params.map((param) => [
        param,
        param === 'lang'
          ? dice.pick(['be', 'ru', 'en', 'xx', hostilePath(dice)])
          : dice.below(3) === 0
            ? 'bad'
            : hostilePath(dice),
      ]),
    );
    const names = [
      'day',
      'section',
      'language',
      'kind',
      'zone',
      'q',
      'place',
      'to',
      'words',
      'step',
      'page',
      'role',
      'subject',
      'revoke',
      'remove',
      'lang',
      'show',
      'room',
      '/x',
      '__proto__',
      'x-sveltekit-invalidated',
    ];
    const query = Array.from(
      { length: dice.below(4) },
      () => `${dice.pick(names)}=${hostilePath(dice)}`,
    ).join('&');
    const endings = ['', '', '', '', '/', '//', '/__data.json', '.json', '/..', '%2f', '/%00'];
    const path = (addressOf(route, values) + dice.pick(endings) + (query ? `?${query}` : ''))
      .replace(/[^\x21-\x7e]/g, '%20')
      .slice(0, 8_000);
    // The quick exit would end the sign-in that the other requests go on with.
    const by = route.id.endsWith('account/exit') ? prepared.people[3] : dice.pick(prepared.people);
    const method = dice.pick([
      'GET',
      'GET',
      'GET',
      'GET',
      'HEAD',
      'POST',
      'PUT',
      'DELETE',
      'PATCH',
      'OPTIONS',
      'TRACE',
      'PROPFIND',
    ]);
    const odd: Record<string, string>[] = [
      {},
      {},
      {},
      { accept: '*/*;q=zz,,;' },
      { 'accept-encoding': 'br;q=0, gzip;q=9, x' },
      { 'accept-language': '-,;q=1,\u00ff' },
      { 'if-none-match': '"' },
      { cookie: 'veche=%; veche=; =; veche-words=%00' },
      { cookie: `veche=${'a'.repeat(4_000)}` },
      { range: 'bytes=-1,5-2' },
      { 'content-type': 'application/json' },
      { 'content-type': 'multipart/form-data' },
      { 'content-type': 'text/plain; charset=utf-7' },
      { 'sec-fetch-site': 'cross-site' },
      { origin: 'null' },
      { 'x-forwarded-proto': 'https, http' },
      { 'x-veche-proto': 'gopher' },
      { 'x-sveltekit-action': 'true', accept: 'application/json' },
      { host: 'evil.invalid' },
      { 'x-http-method-override': 'DELETE' },
      { expect: 'x' },
    ];
    const isSse = /^\/live\//.test(path);
    const answer = await by.get(path, {
      method,
      headers: dice.pick(odd),
      ...(isSse ? { listenMs: 200 } : {}),
      ...(method === 'POST' ? { body: hostileText(dice, 2_000).toWellFormed() } : {}),
    });
    judge(`${method} ${path.slice(0, 300)} (number ${index})`, answer, /ticket/.test(path));
  };

  const body = async (index: number, dice: Dice): Promise<void> => {
    const target = dice.pick(cheapFields).target;
    const bodies: [string, string][] = [
      ['multipart/form-data', '--x\r\n\r\n--x--'],
      ['multipart/form-data; boundary=x', ''],
      ['multipart/form-data; boundary=x', '--x\r\ncontent-disposition: form-data; name="a"\r\n\r\nb'],
      ['multipart/form-data; boundary=x', '--x\r\ncontent-disposition: form-data\r\n\r\nb\r\n--x--'],
      [
        'multipart/form-data; boundary=x',
        '--x\r\ncontent-disposition: form-data; name="a"; filename*=utf-8\'\'%zz\r\ncontent-type: \u0000\r\n\r\nb\r\n--x--',
      ],
      [`multipart/form-data; boundary=${'b'.repeat(300)}`, '--b'],
      ['multipart/form-data; boundary=""', '----'],
      ['application/x-www-form-urlencoded', '%'],
      ['application/x-www-form-urlencoded', '&&&===&%00=%ff&a'],
      ['application/x-www-form-urlencoded; charset=utf-16', '\u0000a\u0000='],
      ['application/x-www-form-urlencoded', `_token=${'A'.repeat(5_000)}`],
      ['application/json', '{"_token":'],
      ['text/plain', '_token=x'],
      ['', 'x'],
      ['multipart/mixed; boundary=x', '--x--'],
      ['application/x-www-form-urlencoded', Array.from({ length: 4_000 }, (_, at) => `a.${at}=1`).join('&')],
    ];
    const [type, text] = dice.pick(bodies);
    const headers = { ...(type && { 'content-type': type }), origin: site.url };
    const answer = await target.by.get(target.path, {
      method: 'POST',
      headers,
      body: index % 97 === 0 ? Buffer.alloc(1_000_000, 0x61) : text,
    });
    judge(`${target.name} with a broken body of ${type} (number ${index})`, answer);
    if (
      answer.status < 400 &&
      !/^\{"type":"(failure|error|redirect)"/.test(answer.text) &&
      answer.status !== 303
    )
      fault(`${target.name}: a broken body was taken (number ${index})`);
  };

  const wire = async (index: number, dice: Dice): Promise<void> => {
    const host = `host: ${new URL(site.url).host}\r\n`;
    const text = dice.pick([
      'GET\r\n\r\n',
      '\u0000\u0001\u0002\r\n\r\n',
      `GET /be HTTP/9.9\r\n${host}\r\n`,
      'GET /be HTTP/1.1\r\n\r\n',
      `GET /be HTTP/1.1\r\n${host}x: ${'a'.repeat(20_000)}\r\n\r\n`,
      `GET ${'/a'.repeat(9_000)} HTTP/1.1\r\n${host}\r\n`,
      `POST /be/sign-in HTTP/1.1\r\n${host}content-length: -5\r\n\r\n`,
      `POST /be/sign-in HTTP/1.1\r\n${host}content-length: 5\r\ncontent-length: 6\r\n\r\nabcde`,
      `POST /be/sign-in HTTP/1.1\r\n${host}transfer-encoding: chunked\r\ncontent-length: 3\r\n\r\nzz\r\n`,
      `POST /be/sign-in HTTP/1.1\r\n${host}transfer-encoding: chunked\r\n\r\nfffffffffffffffff\r\n`,
      `POST /be/sign-in HTTP/1.1\r\n${host}content-type: application/x-www-form-urlencoded\r\ncontent-length: 99\r\n\r\ncut`,
      `GET /be HTTP/1.1\r\n${host} folded: x\r\n\r\n`,
      `GET http://evil.invalid/be HTTP/1.1\r\n${host}\r\n`,
      `GET //evil.invalid/be HTTP/1.1\r\n${host}\r\n`,
      `GET \\be HTTP/1.1\r\n${host}\r\n`,
      `GET /be\u0000x HTTP/1.1\r\n${host}\r\n`,
      `GET /engine/ HTTP/1.1\r\n${host}upgrade: websocket\r\nconnection: upgrade\r\n\r\n`,
      `GET /live/x/events HTTP/1.1\r\n${host}connection: upgrade\r\nupgrade: h2c\r\n\r\n`,
      `OPTIONS * HTTP/1.1\r\n${host}\r\n`,
      `CONNECT evil.invalid:443 HTTP/1.1\r\n${host}\r\n`,
      'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
      `GET /be?%zz%00=%ff HTTP/1.0\r\n${host}\r\n`,
    ]);
    const said = await speakRaw(site.url, Buffer.from(text, 'latin1'));
    const status = Number(/^HTTP\/1\.1 (\d+)/.exec(said)?.[1] ?? 0);
    tally.statuses[status] = (tally.statuses[status] ?? 0) + 1;
    if (status >= 500 && status !== 505 && !text.includes('/engine/'))
      fault(`${JSON.stringify(text.slice(0, 80))}: ${status} (number ${index})`);
  };

  const worker = async (): Promise<void> => {
    const stamps = new Map<Visitor, Stamp>();
    while (tally.next < until && Date.now() < deadline && site.process.exitCode === null) {
      const index = tally.next;
      tally.next += 1;
      const dice = makeDice(seed * 7_919 + index * 2_654_435_761);
      const share = dice.below(100);
      try {
        if (share < 70) await form(index, dice, stamps);
        else if (share < 90) await address(index, dice);
        else if (share < 98) await body(index, dice);
        else await wire(index, dice);
      } catch (error) {
        fault(`number ${index}: ${error instanceof Error ? error.message : String(error)}`);
        stamps.clear();
        if (tally.faults.length >= 200) return;
      }
      if (index % 1_000 === 999) {
        await tidy(site.data);
        tally.codes = [...codes].sort();
        onStep();
      }
    }
  };
  await Promise.all(Array.from({ length: workers }, worker));
  tally.codes = [...codes].sort();
  if (site.process.exitCode !== null || site.process.signalCode !== null)
    fault(`the process ended: ${site.output().slice(-800)}`);
  for (const line of site
    .output()
    .split('\n')
    .filter((one) => /a promise was left alone|a page failed|a request failed|"level":(50|60)/.test(one))
    .slice(0, 20))
    fault(`in the log: ${line.slice(0, 600)}`);
  if ((await sender.send('/healthz')).status !== 200) fault('it does not answer any more');
  sender.close();
  return tally;
}

/** Bytes as they are, on a connection of their own; what comes back within 400 ms. */
function speakRaw(site: string, bytes: Buffer): Promise<string> {
  const { hostname, port } = new URL(site);
  return new Promise((done) => {
    let said = '';
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    const end = (): void => {
      clearTimeout(timer);
      socket.destroy();
      done(said);
    };
    const timer = setTimeout(end, 400);
    socket.on('data', (chunk: Buffer) => {
      said += chunk.toString('latin1');
      if (said.length > 12) end();
    });
    socket.once('error', end);
    socket.once('close', end);
  });
}

/** Fields that were bent least often: every field of every form must have had its share. */
export function leastBent(prepared: Prepared, tally: Tally): { field: string; times: number } {
  const all = prepared.targets
    .filter((one) => !one.isDear)
    .flatMap((target) => target.fields.map((field) => `${target.name} ${field}`));
  const sorted = all
    .map((field) => ({ field, times: tally.perField[field] ?? 0 }))
    .sort((a, b) => a.times - b.times);
  return sorted[0] ?? { field: 'none', times: 0 };
}
