import { SignalResponse } from '@livekit/protocol';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { comeTo, forEach, subjectOf, type Somebody } from '../nets/audience.ts';
import { makeSearch, marker, type Canary } from '../nets/canaries.ts';
import { accept, desk, eventFields, inviteLink, must, withDatabase } from '../nets/cast.ts';
import { engineFaults, momentsSince, secretsOf, streamFaults } from '../nets/exposure.ts';
import { openBrowser } from '../support/browser.ts';
import { startSite, type RunningSite } from '../support/site.ts';
import { engineProgram, fakeDevices, missing, randomMediaPort } from './live-needs.ts';

// Fifty people, everything in use: whoever only listens is named in no byte that reaches another participant, or a moderator.
const silent = 43;

interface Watcher extends Somebody {
  context: BrowserContext;
  page: Page;
}

describe.skipIf(missing)(`the wire of fifty people${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let site: RunningSite;
  let browser: Browser;
  const everybody: Somebody[] = [];
  const canaries: Canary[] = [];
  const here = (part = ''): string => `/be/s/${site.live}${part}`;
  let began = 0;

  const come = (): Somebody => {
    const one = comeTo(site);
    everybody.push(one);
    return one;
  };
  const word = (name: string): string => {
    const value = `${marker}${String(canaries.length).padStart(3, '0')}w`;
    canaries.push({ name, value, may: 'never' });
    return value;
  };
  const invited = async (role: string): Promise<Somebody> => {
    const one = come();
    await accept(one.visitor, await inviteLink(organiser.visitor, 'vytoki', { role }));
    return one;
  };
  /** With an account, and nothing to do here. By ten words fifty would be hashed for minutes. */
  const join = async (one: Somebody, name: string): Promise<void> => {
    const note = word(`${name}: note`);
    await accept(one.visitor, await inviteLink(organiser.visitor, 'other', { role: 'speaker', note }));
    const cookie = must(one.visitor.cookies.get('veche'), 'a cookie');
    canaries.push({ name: `${name}: cookie`, value: cookie, may: 'never' });
    const place = `/be/account/persona?place=session:${site.live}`;
    await fine(one.visitor.fill(place, { pseudonym: word(`${name}: pseudonym`) }));
  };
  /** The same person in a browser of their own; what comes to it is kept beside the rest. */
  const inBrowser = async (one: Somebody): Promise<Watcher> => {
    const context = await browser.newContext({ permissions: [] });
    await context.addCookies(
      [...one.visitor.cookies].map(([name, value]) => ({ name, value, url: site.url })),
    );
    const page = await context.newPage();
    page.setDefaultTimeout(60_000);
    page.on('websocket', (socket) =>
      socket.on('framereceived', ({ payload }) => {
        const bytes = Buffer.from(payload);
        one.wire.push(bytes);
        one.heard.push(SignalResponse.fromBinary(bytes));
      }),
    );
    page.on('response', (response) => {
      if (/\/(events$|fonts\/|js\/)/.test(new URL(response.url()).pathname)) return;
      void response.body().then(
        (body) => {
          one.wire.push(body);
          if (!response.url().endsWith('/ticket')) return;
          one.own.push(subjectOf((JSON.parse(body.toString()) as { token: string }).token));
        },
        () => undefined,
      );
    });
    const devtools = await context.newCDPSession(page);
    await devtools.send('Network.enable');
    devtools.on('Network.eventSourceMessageReceived', ({ data }) => one.wire.push(Buffer.from(data)));
    return { ...one, context, page };
  };
  const fine = async (answer: Promise<{ status: number; text: string }>): Promise<void> => {
    const { status, text } = await answer;
    if (status !== 303)
      throw new Error(
        `${status} ${/<main[\s\S]*/
          .exec(text)?.[0]
          .replace(/<[^>]*>|\s+/g, ' ')
          .slice(0, 300)}`,
      );
  };

  let organiser: Somebody;
  let listener: Watcher;
  let moderator: Watcher;
  let members: Somebody[];

  beforeAll(async () => {
    const startedAt = Date.now();
    site = await startSite({
      env: {
        VECHE_ENGINE: 'auto',
        VECHE_ENGINE_PATH: engineProgram!,
        VECHE_MEDIA_PORT: String(randomMediaPort()),
        VECHE_WORK: '1',
      },
    });
    browser = await openBrowser(fakeDevices);
    organiser = come();
    await accept(organiser.visitor, site.organiserLink);
    // Outside a test nothing else waits: the engine is prepared behind the site.
    const isOn = async (): Promise<boolean> =>
      (await organiser.visitor.post(here('/stage/ticket'), [])).status === 200;
    for (let waited = 0; !(await isOn()) && waited < 60_000; waited += 200)
      await new Promise((done) => setTimeout(done, 200));
    console.log(`wire: on air after ${Date.now() - startedAt} ms`);
    began = Date.now();
    const own = come();
    await desk(organiser.visitor, 'new', eventFields('other', 'Іншая сустрэча'));
    await join(own, 'listener');
    const staff = await invited('moderator');
    [listener, moderator] = [await inBrowser(own), await inBrowser(staff)];
    members = Array.from({ length: silent }, come);
    await forEach(members, (one, index) => join(one, `member ${index}`));
    console.log(`wire: all have accounts after ${Date.now() - startedAt} ms`);
  }, 180_000);
  afterAll(async () => {
    for (const one of everybody) one.close();
    await browser?.close();
    await site?.stop();
  });

  /** Rooms where names are known to those inside only. */
  async function sitElsewhere(): Promise<{ workshop: string; table: string }> {
    const workshop = await withDatabase(site.data, async (client) =>
      must(
        (
          await client.query<{ id: string }>(
            `select s.id from congress.session s join congress.released_session r on r.session_id = s.id where s.kind = 'workshop' limit 1`,
          )
        ).rows[0]?.id,
        'a workshop',
      ),
    );
    const lounge = '/be/e/vytoki/lounge';
    const shown = await organiser.visitor.get(lounge);
    if (/name="open" value="on"/.test(shown.text)) await fine(organiser.visitor.fill(lounge, {}, 'open'));
    const table = must(
      /href="(\/be\/e\/vytoki\/lounge\/\w+)"/.exec((await organiser.visitor.get(lounge)).text)?.[1],
      'a table',
    );
    await fine(organiser.visitor.fill(`/be/s/${workshop}/meeting`, {}, 'begin'));
    await fine(organiser.visitor.fill(`/be/s/${workshop}/meeting`, { lobby: 'off' }, 'lobby'));
    await forEach(members.slice(0, 8), async (one, index) => {
      const at = index < 4 ? table : `/be/s/${workshop}/meeting`;
      await fine(one.visitor.fill(at, { shownAs: word(`member ${index}: name in a closed circle`) }, 'sit'));
      await one.comeIn(`${at}/now`, { act: 'ticket' });
    });
    return { workshop, table };
  }

  /** What people do without being seen by it. */
  async function takePart(): Promise<string> {
    const poll = must(
      /\/polls\/([0-9a-z]{12})"/.exec((await organiser.visitor.get(here('/polls'))).text)?.[1],
      'a poll',
    );
    await organiser.visitor.fill(here('/moderate'), { mode: 'open', slow: '0' }, 'talk');
    await forEach(members, async ({ visitor }, index) => {
      const turn = index % 5;
      if (turn === 0) await fine(visitor.fill(here(`/polls/${poll}`), { 'choice[]': ['0'] }, 'vote'));
      if (turn === 1) await fine(visitor.fill(here('/ask'), { text: `Пытанне без імя ${index}` }, 'ask'));
      if (turn === 2) await fine(visitor.fill(here('/talk'), {}, 'hand'));
      if (turn === 3) await fine(visitor.fill(here('/talk'), { reaction: 'applause' }, 'react'));
      // Ten messages in ten seconds is what a talk takes.
      if (turn === 4 && index < 25)
        await fine(visitor.fill(here('/talk'), { text: `Без подпісу ${index}` }, 'say'));
    });
    return poll;
  }

  /** Those who chose to be seen, and the crew whose names are the crew's. */
  async function work(): Promise<void> {
    const [chair, interpreter, silentOne, captioner] = [
      await invited('chair'),
      await invited('interpreter'),
      await invited('interpreter'),
      await invited('captioner'),
    ];
    const [first, second] = [come(), come()];
    for (const [one, shownAs] of [
      [first, 'Бачны Першы'],
      [second, 'Бачная Другая'],
    ] as const) {
      await join(one, shownAs);
      await fine(one.visitor.fill(here('/floor'), { shownAs, kind: 'contribution' }, 'enter'));
    }
    await chair.visitor.fill(here('/chair'), {}, 'call');
    await fine(interpreter.visitor.fill(here('/booth/en'), { shownAs: word('interpreter') }, 'enter'));
    await fine(interpreter.visitor.fill(here('/booth/en'), {}, 'take'));
    await fine(silentOne.visitor.fill(here('/booth/en'), { shownAs: word('another interpreter') }, 'enter'));
    for (const one of [interpreter, silentOne]) await one.comeIn(here('/booth/en/now'), { act: 'ticket' });
    await fine(captioner.visitor.fill(here('/captions/be'), { shownAs: word('captioner') }, 'take'));
    await fine(captioner.visitor.fill(here('/captions/be'), { text: 'Надрукаваны радок.' }, 'type'));
    for (const part of ['/backstage', '/floor']) await first.read(here(part)).catch(() => undefined);
  }

  test('whoever only listens is in no byte that another one, or a moderator, receives', async () => {
    const { page } = listener;
    await page.goto(site.url + here('/stage'));
    await page.click('button[data-how=audio]');
    await moderator.page.goto(site.url + here('/moderate'));
    await Promise.all([listener, moderator].map(async (one) => one.follow(site.live)));
    for (const one of [listener, moderator]) await one.comeIn(here('/stage/ticket'));
    await forEach(members, async (one) => {
      await one.follow(site.live);
      await one.comeIn(here('/stage/ticket'));
    });
    const { workshop, table } = await sitElsewhere();
    const poll = await takePart();
    await work();
    await expect
      .poll(() => page.locator('[data-stage-place] audio').count(), { timeout: 60_000 })
      .toBeGreaterThan(0);
    // The engine counts anew every five seconds, we every ten.
    await expect
      .poll(async () => listener.heard.some((one) => one.message.case === 'roomUpdate'), { timeout: 30_000 })
      .toBe(true);
    expect(everybody.length).toBeGreaterThanOrEqual(50);
    expect(everybody.filter(({ heard }) => heard[0]?.message.case === 'join').length).toBeGreaterThanOrEqual(
      45,
    );

    const forAll = [
      ...['', '/text', '/ask', '/polls', `/polls/${poll}`, '/talk', '/floor', '/log', '/stage'].map(here),
      ...['/floor/list', '/talk/news'].map(here),
      `/be/s/${workshop}/meeting`,
      `/be/s/${workshop}/meeting/now`,
      '/be/e/vytoki/lounge',
      table,
      `${table}/now`,
      '/be/e/vytoki',
      '/be/e/vytoki/programme?day=all',
    ];
    const forCrew = ['/moderate', '/host', '/questions', '/languages'].map(here);
    for (const path of forAll) await listener.read(path);
    for (const path of [...forAll, ...forCrew]) await moderator.read(path);
    await moderator.page.reload();

    const listening = members.flatMap(({ own }) => own);
    expect(listening.length).toBeGreaterThan(silent);
    const secrets = await secretsOf(site.data, listening);
    expect(secrets.length).toBeGreaterThan(5 * silent);
    const search = makeSearch(canaries);
    for (const [who, one] of [
      ['listener', listener],
      ['moderator', moderator],
    ] as const) {
      const bytes = Buffer.concat(one.wire);
      expect(bytes.length).toBeGreaterThan(50_000);
      // Who said yes is there, so that the search is known to see.
      expect(bytes.includes('Бачная Другая')).toBe(true);
      const hits = search(bytes, who).map(({ canary, encoding }) => `${canary.name} (${encoding})`);
      expect([who, [...new Set(hits)]]).toEqual([who, []]);
      const found = secrets
        .filter(
          ({ value, may }) => !may.includes(who) && !one.own.includes(String(value)) && bytes.includes(value),
        )
        .map(({ name }) => name);
      expect([who, [...new Set(found)]]).toEqual([who, []]);
      expect([who, engineFaults(one.heard)]).toEqual([who, []]);
      expect([who, streamFaults(bytes.toString('utf8'))]).toEqual([who, []]);
    }
    console.log(
      `wire: ${everybody.length} people, ${canaries.length} words and ${secrets.length} ids looked for in ${Math.round(Buffer.concat(listener.wire).length / 1000)} KB of a listener and ${Math.round(Buffer.concat(moderator.wire).length / 1000)} KB of a moderator`,
    );
  }, 240_000);

  test('nobody’s coming is written down', async () => {
    const moments = await momentsSince(site.data, began);
    // When somebody spoke in the talk is known for a quarter of an hour, and a speech's beginning while it lasts; the rest is of
    // the session, not of a person who came.
    const known = [
      'live.act.minute',
      'live.floor_speech.started_at',
      'live.talk.window_at',
      'live.voice.spoke_at',
    ];
    expect(moments).toContain('live.voice.spoke_at');
    expect(moments.filter((name) => !known.includes(name))).toEqual([]);
  });
});
