// Keeps a list of speakers going: the clock by the server's time, its warnings in words, colour and, for chair and speaker
// by their choice, in sound; the list itself is asked for again when it is another. Without it the page is complete.
import { clockText, leftMs, makeServerClock, phaseOf, type SpeechClock } from '../floor/clock.ts';
import { hearLive } from '../live/stream.ts';

interface Frame {
  now: number;
  revision: number;
  quorum?: boolean;
  speech?: { id: string; name: string; clock: SpeechClock };
}
interface Row {
  id: string;
  name: string;
  what: string;
  why: string;
}

const find = (name: string): HTMLElement | null =>
  document.querySelector<HTMLElement>(`[data-floor-${name}]`);
const page = document.querySelector<HTMLElement>('[data-floor]');
const place = find('clock');
const server = makeServerClock(() => performance.now());
const words = JSON.parse(place?.dataset.words ?? '{}') as Record<string, string>;
const own = page?.dataset.floorOwn?.split(' ').filter(Boolean) ?? [];

let clock = place?.dataset.clock ? (JSON.parse(place.dataset.clock) as SpeechClock) : undefined;
let phase = place?.dataset.floorPhase ?? '';
let sound: AudioContext | undefined;

// The page says what time it was when it was made; it came some moments later, so this is late, as frames are.
if (place?.dataset.now) server.heard(Number(place.dataset.now));

function tick(): void {
  if (!clock || !place) return;
  const left = leftMs(clock, server.now());
  const text = find('left');
  if (text && text.textContent !== clockText(left)) text.textContent = clockText(left);
  const next = clock.pausedAt === undefined ? phaseOf(clock, server.now()) : 'paused';
  if (next === phase) return;
  phase = next;
  place.dataset.floorPhase = next;
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

/** Nothing somebody is writing is lost, and no dialog they opened closes. */
const isBusy = (): boolean =>
  document.activeElement?.matches('input, textarea, select') === true ||
  [...document.querySelectorAll<HTMLInputElement>('input[name=reason], textarea')].some(
    (field) => field.value !== field.defaultValue,
  );

const element = (name: string, text: string, className = ''): HTMLElement => {
  const made = document.createElement(name);
  made.textContent = text;
  if (className) made.className = className;
  return made;
};

async function fetchRows(): Promise<void> {
  const list = find('rows');
  const answer = await fetch(page?.dataset.floorList ?? '', { credentials: 'omit' }).catch(() => undefined);
  if (!list || !answer?.ok) return;
  const { waiting } = (await answer.json()) as { waiting: Row[] };
  list.replaceChildren(
    ...waiting.map((row, index) => {
      const isOwn = own.includes(row.id);
      const item = element('li', '', isOwn ? 'own' : '');
      const text = element('div', '');
      text.append(element('b', row.name));
      if (isOwn) text.append(element('small', list.dataset.you ?? ''));
      text.append(element('small', row.what), element('small', row.why, 'why'));
      item.append(element('span', String(index + 1), 'num'), text);
      return item;
    }),
  );
  find('empty')?.toggleAttribute('hidden', waiting.length > 0);
  for (const told of document.querySelectorAll<HTMLElement>('[data-floor-place]')) {
    const at = waiting.findIndex((row) => row.id === told.dataset.floorPlace);
    if (at >= 0)
      told.textContent =
        told.dataset.text?.replace('{p}', String(at + 1)).replace('{n}', String(waiting.length)) ?? '';
  }
}

let asked: ReturnType<typeof setTimeout> | undefined;

/** A speech that begins or ends changes the whole page; the list alone is put in place. */
function changed(frame: Frame): void {
  if (!page) return;
  const isOtherSpeech = (frame.speech?.id ?? '') !== (page.dataset.floorSpeech ?? '');
  const isMine = own.includes(frame.speech?.id ?? '-');
  if (String(frame.revision) === page.dataset.floorRevision) return;
  if (page.dataset.floor === 'chair' || isOtherSpeech) {
    find('stale')?.toggleAttribute('hidden', false);
    clearTimeout(asked);
    // Whoever is called must know at once; a hall of readers does not ask in the same moment.
    const wait = isMine || page.dataset.floor === 'chair' ? 0 : 300 + Math.random() * 1700;
    asked = setTimeout(function again() {
      if (isBusy()) asked = setTimeout(again, 1000);
      else location.reload();
    }, wait);
    return;
  }
  page.dataset.floorRevision = String(frame.revision);
  asked ??= setTimeout(
    () => {
      asked = undefined;
      void fetchRows();
    },
    200 + Math.random() * 800,
  );
}

hearLive<Frame>('floor', (frame) => {
  server.heard(frame.now);
  if (page && (frame.speech?.id ?? '') === page.dataset.floorSpeech) clock = frame.speech?.clock;
  const total = find('total');
  if (clock && total) total.textContent = total.textContent.replace(/\d+:\d\d/, clockText(clock.allowedMs));
  // Pages that only announce who speaks.
  for (const told of document.querySelectorAll<HTMLElement>('[data-floor-announce]')) {
    const name = told.querySelector('b');
    if (name) name.textContent = frame.speech?.name ?? '';
    told.hidden = !frame.speech;
  }
  changed(frame);
  tick();
});
if (clock) setInterval(tick, 250);
