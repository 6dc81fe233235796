// Keeps a list of speakers going: the clock by the server's time, its warnings in words, colour and, for chair and speaker
// by their choice, in sound. The hall asks for the list alone, spread over time; whoever decides or is called gets the page's
// own parts anew, without losing what is open or written. Without it the page is complete as it was sent.
import { clockText, leftMs, makeServerClock, phaseOf, type SpeechClock } from '../floor/clock.ts';
import { showList, type FloorList } from '../live/floor-list.ts';
import { hearLive } from '../live/stream.ts';

interface Frame {
  now: number;
  revision: number;
  spread: number;
  speech?: { id: string; name: string; kind: string; group?: string; clock: SpeechClock };
  next: { name: string }[];
}

const find = (name: string): HTMLElement | null =>
  document.querySelector<HTMLElement>(`[data-floor-${name}]`);
const page = document.querySelector<HTMLElement>('[data-floor]');
const server = makeServerClock(() => performance.now());

let clock: SpeechClock | undefined;
let sound: AudioContext | undefined;

/** What the page says: the moment it was made is late by its way here, as frames are. */
function readPage(): void {
  const { clock: given, now } = find('clock')?.dataset ?? {};
  clock = given ? (JSON.parse(given) as SpeechClock) : undefined;
  if (now) server.heard(Number(now));
}

function tick(): void {
  const place = find('clock');
  if (!clock || !place) return;
  const left = leftMs(clock, server.now());
  const text = find('left');
  if (text && text.textContent !== clockText(left)) text.textContent = clockText(left);
  const next = clock.pausedAt === undefined ? phaseOf(clock, server.now()) : 'paused';
  if (next === place.dataset.floorPhase) return;
  place.dataset.floorPhase = next;
  const words = JSON.parse(place.dataset.words ?? '{}') as Record<string, string>;
  const word = find('word');
  if (word) word.textContent = words[next] ?? '';
  if (next === 'last_minute') beep(660, 1);
  if (next === 'over') beep(880, 3);
}

/** Short tones, made here: nothing is fetched. */
function beep(pitch: number, times: number): void {
  if (!sound) return;
  for (let at = 0; at < times; at += 1) {
    const tone = sound.createOscillator();
    const volume = sound.createGain();
    volume.gain.value = 0.15;
    tone.frequency.value = pitch;
    tone.connect(volume).connect(sound.destination);
    tone.start(sound.currentTime + at * 0.3);
    tone.stop(sound.currentTime + at * 0.3 + 0.15);
  }
}

const soundPlace = find('sound');
const soundButton = soundPlace?.querySelector('button');
if (soundPlace && soundButton && 'AudioContext' in window) {
  soundPlace.hidden = false;
  const off = soundButton.textContent;
  soundButton.onclick = () => {
    if (sound) void sound.close();
    sound = sound ? undefined : new AudioContext();
    soundButton.setAttribute('aria-pressed', String(sound !== undefined));
    soundButton.textContent = sound ? (soundButton.dataset.on ?? off) : off;
    beep(660, 1);
  };
}

/** Nothing that somebody is writing is taken away. */
const isWriting = (): boolean =>
  document.activeElement?.matches('[data-floor-swap] :is(input, textarea, select)') === true ||
  [...document.querySelectorAll<HTMLInputElement>('[data-floor-swap] :is(input[type=text], textarea)')].some(
    (field) => field.value !== field.defaultValue,
  );

/** What an element is called in this version of the page and in the next one: its place in its form, and whose form it is. */
function nameOf(one: Element): string {
  if (one.id) return one.id;
  const form = one.closest('form');
  const owner = (form ?? one).querySelector<HTMLInputElement>('input[name=entry]')?.value ?? '';
  const at = form ? [...form.elements].indexOf(one) : (one.textContent ?? '').trim().slice(0, 80);
  return [one.tagName, form?.getAttribute('action'), owner, at].join(' ');
}

/** Puts the page's parts as they are now in the place of the old ones. Read as a document: no text becomes markup here. */
function swap(address: string, body?: FormData): Promise<void> {
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    request.open(body ? 'POST' : 'GET', address);
    request.responseType = 'document';
    // Otherwise an action answers with data for a script of its own.
    request.setRequestHeader('accept', 'text/html');
    request.onerror = failed;
    request.onload = () => {
      const next = request.responseXML?.querySelector<HTMLElement>('[data-floor]');
      if (!next || !page) return failed(new Error(String(request.status)));
      const open = new Set([...page.querySelectorAll('details[open]')].map(nameOf));
      const focused = page.contains(document.activeElement) ? nameOf(document.activeElement!) : '';
      for (const [key, value] of Object.entries(next.dataset)) page.dataset[key] = value;
      const parts = next.querySelectorAll('[data-floor-swap]');
      page.querySelectorAll('[data-floor-swap]').forEach((part, index) => {
        part.replaceChildren(
          ...[...(parts[index]?.childNodes ?? [])].map((node) => document.importNode(node, true)),
        );
      });
      for (const one of page.querySelectorAll('details')) if (open.has(nameOf(one))) one.open = true;
      const again = [...page.querySelectorAll<HTMLElement>('a, button, input, select, textarea, summary')];
      // A closed part can't take the focus; it goes to the page then.
      if (focused) (again.find((one) => nameOf(one) === focused) ?? page).focus({ preventScroll: true });
      readPage();
      tick();
      done();
    };
    request.send(body);
  });
}

// The chair's commands keep the page, and so its sound, and what is open.
if (page?.dataset.floor === 'chair')
  page.addEventListener('submit', (event) => {
    const form = event.target as HTMLFormElement;
    const submitter = event.submitter as HTMLButtonElement | null;
    const address = submitter?.getAttribute('formaction') ?? form.getAttribute('action') ?? '';
    if (form.dataset.plain) return;
    event.preventDefault();
    if (form.ariaBusy === 'true') return;
    form.ariaBusy = 'true';
    // What can't be done so is sent as ever; its token lets it be done once.
    swap(address, new FormData(form, submitter)).catch(() => {
      form.dataset.plain = 'yes';
      form.requestSubmit(submitter);
    });
  });

let waiting: ReturnType<typeof setTimeout> | undefined;

function renew(wait: number): void {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    if (isWriting()) {
      find('stale')?.toggleAttribute('hidden', false);
      return renew(1000);
    }
    find('stale')?.toggleAttribute('hidden', true);
    waiting = undefined;
    swap(location.pathname).catch(() => renew(5000));
  }, wait);
}

async function fetchList(): Promise<void> {
  waiting = undefined;
  const answer = await fetch(page?.dataset.floorList ?? '', { credentials: 'omit' }).catch(() => undefined);
  if (page && answer?.ok) showList(page, (await answer.json()) as FloorList);
}

function showSpeech({ speech }: Frame): void {
  const place = find('clock');
  clock = speech?.clock;
  if (!place) return;
  const words = JSON.parse(place.dataset.words ?? '{}') as Record<string, string>;
  place.toggleAttribute('data-none', !speech);
  const say = (name: string, text: string): void => {
    const told = find(name);
    if (told) told.textContent = text;
  };
  say('name', speech?.name ?? '');
  say('what', [words[speech?.kind ?? ''], speech?.group].filter(Boolean).join(', '));
  say('total', speech ? (words.of?.replace('{t}', clockText(speech.clock.allowedMs)) ?? '') : '');
  if (!speech) place.dataset.floorPhase = '';
}

function changed(frame: Frame): void {
  if (!page || String(frame.revision) === page.dataset.floorRevision) return;
  const own = page.dataset.floorOwn?.split(' ') ?? [];
  const [before, now] = [page.dataset.floorSpeech ?? '', frame.speech?.id ?? ''];
  page.dataset.floorRevision = String(frame.revision);
  page.dataset.floorSpeech = now;
  // Called, or heard to the end.
  const isOwn = before !== now && (own.includes(now) || page.dataset.floorMine === before);
  if (page.dataset.floor === 'chair' || isOwn) return renew(isOwn || before !== now ? 0 : 700);
  waiting ??= setTimeout(() => void fetchList(), 200 + Math.random() * frame.spread);
}

readPage();
hearLive<Frame>('floor', (frame) => {
  server.heard(frame.now);
  showSpeech(frame);
  // Pages that only announce who speaks.
  for (const told of document.querySelectorAll<HTMLElement>('[data-floor-announce]')) {
    const [name, next] = told.querySelectorAll('b');
    if (name) name.textContent = frame.speech?.name ?? '';
    if (next) {
      next.textContent = frame.next[0]?.name ?? '';
      next.parentElement!.hidden = frame.next.length === 0;
    }
    told.hidden = !frame.speech;
  }
  changed(frame);
  tick();
});
setInterval(tick, 250);
// The shares grow while somebody speaks.
if (page?.dataset.floor === 'list')
  setInterval(() => {
    if (clock && !document.hidden) waiting ??= setTimeout(() => void fetchList(), Math.random() * 10_000);
  }, 30_000);
