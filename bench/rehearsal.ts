import { fork, type ChildProcess } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { dispose, RoomEvent, TrackKind, type Room } from '@livekit/rtc-node';
import type { Browser, Page } from 'playwright-core';
import { accept, inviteLink } from '../tests/nets/cast.ts';
import { comeTo, cookieOf, type Somebody } from '../tests/nets/audience.ts';
import { chromiumPath, openBrowser } from '../tests/support/browser.ts';
import type { RunningSite } from '../tests/support/site.ts';
import { makeCamera } from './support/camera.ts';
import { keepDemo } from './support/keep-demo.ts';
import { cpuMs } from './support/process-cpu.ts';
import { followRecording } from './support/recorded.ts';
import { makeMouth, openRoom, ticketOf, type Mouth } from './support/rtc-people.ts';
import { shootRungs } from './support/rung-shots.ts';
import { median, printFigures } from './support/table.ts';
import { startWithEngine } from './support/with-engine.ts';

/** Who speaks, and what is typed of it. */
const lines = {
  Бусел: 'Рамесныя словы знікаюць разам з рамяством: хто не ткаў, не скажа «панажы».',
  Зубр: 'У нашай вёсцы слоўнік вісіць у майстэрні на сцяне, побач са станком.',
  Рысь: 'Я б пачала з дзяцей: назавіце ім тое, што яны трымаюць у руках.',
  Вавёрка: 'Слоўнік без гуку нямы, таму мы запісваем кожнае слова голасам майстра.',
  Сініца: 'А хто правярае, што слова і праўда мясцовае, а не кніжнае?',
  Янот: 'Трое розных людзей з трох двароў: калі кажуць аднолькава, запісваем.',
  Ліпа: 'Маё прозвішча ў слоўніку не патрэбнае, дастаткова назвы мястэчка.',
  Рабіна: 'Кажу толькі тым, хто цяпер у зале: гэта не для запісу.',
} as const;
const names = Object.keys(lines) as (keyof typeof lines)[];
/** What they let be recorded; the others their picture, too. */
const choices: Partial<Record<string, string>> = { Ліпа: 'voice', Рабіна: 'none' };
const revokes = 'Рысь';
const followers = 36;
const listeners = 12;
const speechMs = 6_000;

interface Speaker {
  name: keyof typeof lines;
  who: Somebody;
  mouth: Mouth;
}

/** Frames of the session's stream as they come to somebody who reads along. */
async function readAlong(site: RunningSite, hear: (frame: string) => void): Promise<() => void> {
  const stop = new AbortController();
  const answer = await fetch(`${site.url}/live/${site.live}/events`, { signal: stop.signal });
  void (async () => {
    let rest = '';
    for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) {
      const frames = (rest + chunk).split('\n\n');
      rest = frames.pop()!;
      frames.forEach(hear);
    }
  })().catch(() => undefined);
  return () => stop.abort();
}

/** Whose speech a frame of the list of speakers names. */
function speechIn(frame: string): { id: string; name: string } | undefined {
  if (!frame.startsWith('event: floor')) return undefined;
  return (JSON.parse(frame.slice(frame.indexOf('{'))) as { speech?: { id: string; name: string } }).speech;
}

/** The engine is a child of the product. */
function engineOf(site: RunningSite): number | undefined {
  const pid = site.process.pid!;
  return readdirSync(`/proc/${pid}/task`)
    .flatMap((task) => readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').trim().split(' '))
    .filter(Boolean)
    .map(Number)
    .find((child) => readFileSync(`/proc/${child}/cmdline`, 'utf8').includes('--config'));
}

/** Resolves with the milliseconds from now until `isSo`, or undefined after `mostMs`. */
async function until(isSo: () => boolean, mostMs = 15_000): Promise<number | undefined> {
  const began = performance.now();
  while (!isSo()) {
    if (performance.now() - began > mostMs) return undefined;
    await wait(10);
  }
  return performance.now() - began;
}

/**
 * A section of a congress, rehearsed: eight speakers with moving pictures called one after another by a chair, two
 * interpreters who hand over, a captioner, and a hall of people who read, listen and watch; then what the session leaves.
 * It is recorded, published, and one of them takes their part of it back. `-- FOLDER` keeps pictures of it there.
 */
export default async function rehearsal([folder]: string[]): Promise<void> {
  const site = await startWithEngine();
  if (!site || !chromiumPath) return console.log('skipped: needs the engine and a browser');
  const people: Somebody[] = [];
  const rooms: Room[] = [];
  let browser: Browser | undefined;
  let hall: ChildProcess | undefined;
  let stopReading = (): void => undefined;
  const here = (part = '', lang = 'be'): string => `/${lang}/s/${site.live}${part}`;
  const come = (): Somebody => {
    const one = comeTo(site);
    people.push(one);
    return one;
  };
  const host = come();
  const invited = async (role: string): Promise<Somebody> => {
    const one = come();
    await accept(one.visitor, await inviteLink(host.visitor, 'vytoki', { role }));
    return one;
  };
  const pages = new Map<string, Page>();
  const look = async (name: string, width: number, path: string, as?: Somebody): Promise<void> => {
    const context = await browser!.newContext({
      viewport: { width, height: width < 500 ? 780 : 900 },
      permissions: ['camera', 'microphone'],
    });
    for (const [key, value] of as?.visitor.cookies ?? [])
      await context.addCookies([{ name: key, value, url: site.url }]);
    const page = await context.newPage();
    await page.goto(site.url + path);
    pages.set(name, page);
  };
  const picture = async (name: string): Promise<void> => {
    if (folder) await pages.get(name)?.screenshot({ path: join(folder, `${name}.png`) });
  };
  try {
    if (folder) mkdirSync(folder, { recursive: true });
    await accept(host.visitor, site.organiserLink);
    const isOn = async (): Promise<boolean> =>
      (await host.visitor.post(here('/stage/ticket'), [])).status === 200;
    for (let waited = 0; !(await isOn()) && waited < 60_000; waited += 300) await wait(300);
    await keepDemo(site);
    const [chair, typist, ...voices] = [
      await invited('chair'),
      await invited('captioner'),
      await invited('interpreter'),
      await invited('interpreter'),
    ] as [Somebody, Somebody, Somebody, Somebody];

    // The hall: those who read along, those who listen, one who watches and one with a phone.
    const frames: { at: number; text: string }[] = [];
    stopReading = await readAlong(site, (text) => frames.push({ at: performance.now(), text }));
    for (let index = 0; index < followers; index += 1) await come().follow(site.live);
    hall = fork(join(import.meta.dirname, 'support/audio-listeners.ts'), [], { stdio: 'inherit' });
    hall.send({ join: listeners, site: site.url, tickets: here('/stage/ticket') });
    const inside = await new Promise<{ inside: number; heard: number }>((done) =>
      hall!.once('message', (told) => done(told as never)),
    );
    browser = await openBrowser([
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      '--autoplay-policy=no-user-gesture-required',
    ]);
    await look('stage', 1280, here('/stage?listen=en', 'en'));
    await pages.get('stage')!.click('button[data-how=video]');
    const shoot = makeCamera(browser, site, folder);
    await look('phone', 390, here('/text'));
    await look('chair', 1280, here('/chair'), chair);

    // Eight on the list, each with a device that is ready.
    const heardAt = new Map<string, number>();
    const ear = await openRoom(site.url, (await ticketOf(site.url, here('/stage/ticket'))).token);
    rooms.push(ear);
    ear.on(RoomEvent.TrackSubscribed, (track, _publication, person) => {
      const key = person.attributes.booth ? `booth ${person.identity}` : person.identity;
      if (track.kind === TrackKind.KIND_AUDIO && !heardAt.has(key)) heardAt.set(key, performance.now());
    });
    const speakers: Speaker[] = [];
    for (const name of names) {
      const who = await invited('speaker');
      await who.visitor.fill(here('/backstage'), { shownAs: name }, 'take');
      await who.visitor.fill(
        here('/floor'),
        { shownAs: name, kind: speakers.length % 2 ? 'against' : 'for', onRecord: 'yes' },
        'enter',
      );
      if (name === names[0])
        await shoot('consent-phone', `/s/${site.live}/consent`, { as: who, width: 360, whole: true });
      await who.visitor.fill(here('/consent'), { choice: choices[name] ?? 'picture' }, 'give');
      const { token } = await ticketOf(site.url, here('/backstage/ticket'), cookieOf(who.visitor));
      const room = await openRoom(site.url, token);
      rooms.push(room);
      speakers.push({ name, who, mouth: makeMouth(room, name) });
    }
    for (const [index, voice] of voices.entries()) {
      await voice.visitor.fill(here('/booth/en'), { shownAs: `Голас ${index + 1}` }, 'enter');
      await voice.visitor.fill(here('/consent'), { choice: 'voice' }, 'give');
    }
    const booths: Mouth[] = [];
    for (const voice of voices) {
      const { token } = await ticketOf(site.url, here('/booth/en/now'), cookieOf(voice.visitor), {
        act: 'ticket',
      });
      const room = await openRoom(site.url, token);
      rooms.push(room);
      booths.push(makeMouth(room));
    }
    await voices[0]!.visitor.fill(here('/booth/en'), {}, 'take');
    booths[0]!.speak();

    const engine = engineOf(site);
    const cpu = { at: performance.now(), site: cpuMs(site.process.pid!), engine: engine ? cpuMs(engine) : 0 };
    const [seen, heard, typed] = [[] as number[], [] as number[], [] as number[]];
    let spoke = 0;
    let reached = new Map<string, boolean>();
    let last = '';
    for (let calls = 0; spoke < names.length && calls < names.length + 12; calls += 1) {
      const since = performance.now();
      const from = frames.length;
      await chair.visitor.fill(here('/chair'), {}, 'call');
      const told = () =>
        frames.slice(from).find((one) => speechIn(one.text)?.id !== last && speechIn(one.text));
      await until(() => told() !== undefined, 3_000);
      const frame = told();
      const speech = frame && speechIn(frame.text);
      last = speech?.id ?? last;
      const one = speakers.find(({ name }) => name === speech?.name);
      // The demo's own list comes first: people without a device.
      if (!one || !frame) continue;
      spoke += 1;
      seen.push(frame.at - since);
      one.mouth.speak();
      if ((await until(() => heardAt.has(one.mouth.identity))) !== undefined)
        heard.push(heardAt.get(one.mouth.identity)! - since);
      const line = lines[one.name];
      const typedAt = performance.now();
      await typist.visitor.fill(here('/captions/be'), { text: line }, 'type');
      await until(() => frames.some(({ text }) => text.includes(line)), 5_000);
      const came = frames.find(({ text }) => text.includes(line));
      if (came) typed.push(came.at - typedAt);
      if (spoke === 4) {
        await voices[0]!.visitor.fill(here('/booth/en'), {}, 'offer');
        await voices[1]!.visitor.fill(here('/booth/en'), {}, 'accept');
        booths[1]!.speak();
      }
      await wait(speechMs);
      if (spoke === 2 || spoke === 5) for (const name of pages.keys()) await picture(name);
      if (spoke === 4) {
        await shoot('consent-host-wide', `/s/${site.live}/consent`, { as: host });
        reached = await shootRungs(shoot, site);
      }
    }
    const tookMs = performance.now() - cpu.at;
    const share = (ms: number): string => `${Math.round((100 * ms) / tookMs)} %`;
    const used = {
      site: share(cpuMs(site.process.pid!) - cpu.site),
      engine: engine ? share(cpuMs(engine) - cpu.engine) : 'not found',
    };
    const handed = heardAt.has(`booth ${booths[1]!.identity}`);
    const endedAt = performance.now();
    await host.visitor.fill(here('/host'), { to: 'over' }, 'state');
    const heardOf = speakers.map(({ name, who }) => ({
      ...{ name, who, line: lines[name] },
      choice: choices[name] ?? 'picture',
    }));
    const recorded = await followRecording({ site, shoot, folder, host, heard: heardOf, revokes, endedAt });
    await look('left', 1280, here());
    await wait(1_000);
    await picture('left');

    const all = people.length + inside.inside + pages.size;
    const show = (list: number[]): string =>
      list.length === 0
        ? 'none'
        : `${Math.round(median(list))} ms, at most ${Math.round(Math.max(...list))} ms`;
    printFigures(`rehearsal: ${all} people, 8 of them speakers, two languages, one machine`, [
      {
        what: 'speakers called and heard by a listener',
        ours: `${heard.length} of ${names.length}`,
        beside: `${inside.heard} of ${inside.inside} listeners by sound heard the stage before`,
        aim: 'all',
        isReached: heard.length === names.length,
      },
      {
        what: 'a chair’s call → read on the stream, median',
        ours: show(seen),
        beside: 'frames are held up to 250 ms',
        aim: '–',
        isReached: undefined,
      },
      {
        what: 'a chair’s call → the speaker’s sound received by a listener, median',
        ours: show(heard),
        beside: 'the row above is in it',
        aim: '–',
        isReached: undefined,
      },
      {
        what: 'typed → read on the stream, median',
        ours: show(typed),
        beside: 'bench captions, 5,000 readers',
        aim: '< 1 s',
        isReached: typed.length === names.length && Math.max(...typed) < 1_000,
      },
      {
        what: 'the second interpreter is heard after the hand-over',
        ours: handed ? 'yes' : 'no',
        beside: '–',
        aim: 'yes',
        isReached: handed,
      },
      {
        what: 'CPU: our process; the engine',
        ours: `${used.site}; ${used.engine} of a core`,
        beside: 'the same minutes',
        aim: '–',
        isReached: undefined,
      },
      {
        what: 'somebody on each rung of the ladder reads, hears or sees it',
        ours: `${[...reached.values()].filter(Boolean).length} of ${reached.size}`,
        beside:
          [...reached].flatMap(([rung, is]) => (is ? [] : [`not: ${rung}`])).join(', ') ||
          [...reached.keys()].join(', '),
        aim: 'all',
        isReached: reached.size > 0 && [...reached.values()].every(Boolean),
      },
      ...recorded,
    ]);
  } finally {
    stopReading();
    hall?.disconnect();
    for (const one of people) one.close();
    for (const room of rooms) await room.disconnect().catch(() => undefined);
    await browser?.close();
    await site.stop();
    await dispose();
  }
}
