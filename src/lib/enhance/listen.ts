// Follows a session while its page is open: captions, announcements, questions, who is on stage, how many listen.
// Everything it needs stands in data-* attributes; without it the page is complete as it was sent.
import { followQuestions } from '../live/question-list.ts';
import { showOpenPoll } from '../live/open-poll.ts';
import { followRecorded } from '../live/recorded.ts';
import { hearLive } from '../live/stream.ts';

interface State {
  state: string;
  /** Everything was closed at once: there is no picture left to lose. */
  stopped?: boolean;
  band: number;
  onStage: { name: string; motif: string; muted: boolean }[];
  note: Record<string, string>;
}
interface Line {
  seq: number;
  kind: string;
  lang: string;
  text: string;
}
type Words = Record<string, string>;

const root = document.querySelector<HTMLElement>('[data-live]');
const find = (name: string): HTMLElement | null => document.querySelector<HTMLElement>(`[data-live-${name}]`);
const words = JSON.parse(find('words')?.dataset.liveWords ?? '{}') as Words;
const lang = document.documentElement.lang;
/** A page whose picture must not be lost is changed in place; any other is loaded again when the session moves on. */
const stays = find('stays') !== null;
const most = Number(find('lines')?.dataset.liveKeep ?? 3);
/** How long one's own language may be silent before others are shown. */
const silentMs = 15_000;

let state = root?.dataset.liveState;
let ownLanguageAt = performance.now();

const element = <K extends keyof HTMLElementTagNameMap>(
  name: K,
  text: string,
  className = '',
): HTMLElementTagNameMap[K] => {
  const made = document.createElement(name);
  made.textContent = text;
  if (className) made.className = className;
  return made;
};

function showState(next: State): void {
  if (state !== undefined && next.state !== state && (!stays || next.stopped)) {
    // Not all at the same moment.
    setTimeout(() => location.reload(), Math.random() * 3000);
  }
  state = next.state;
  document.dispatchEvent(new CustomEvent('veche:live', { detail: next }));
  const stateText = find('state-text');
  if (stateText && words[`state_${next.state}`]) stateText.textContent = words[`state_${next.state}`]!;
  const empty = find('empty');
  if (next.state === 'over' && empty?.dataset.over) empty.textContent = empty.dataset.over;
  showBand(next.band);
  const note = find('note');
  if (note) {
    note.textContent = next.note[lang] ?? Object.values(next.note)[0] ?? '';
    note.hidden = note.textContent === '';
  }
  showPeople(next);
}

function showBand(band: number): void {
  const place = find('band');
  const text =
    band === 0
      ? words.band_none
      : band < 10
        ? words.band_few
        : words.band_about?.replace('{n}', String(band));
  if (place && text) place.textContent = text;
}

function showPeople({ onStage }: State): void {
  const list = find('stage');
  // "nobody is on stage" stays as it was sent, as long as it is so
  if (!list || (onStage.length === 0 && list.querySelector('.quiet'))) return;
  list.replaceChildren(
    ...onStage.map((person) => {
      const item = element('li', '', 'who');
      const sign = new Image(24, 24);
      sign.src = `/motif/person/${encodeURIComponent(person.motif)}.svg`;
      sign.alt = '';
      sign.className = 'motif';
      item.append(sign, ` ${person.name}`, person.muted && words.muted ? `, ${words.muted}` : '');
      return item;
    }),
  );
}

function addLine(line: Line): void {
  const list = find('lines');
  if (!list) return;
  // Worded anew, by whoever is still typing it or by a correction.
  const known = list.querySelector<HTMLElement>(`[data-seq="${line.seq}"]`);
  if (known) {
    if (line.text) known.textContent = line.text;
    else known.remove();
    return;
  }
  // The same words come in several languages: one's own, or whatever there is when it is silent.
  if (line.lang === lang) ownLanguageAt = performance.now();
  else if (line.kind === 'caption' && performance.now() - ownLanguageAt < silentMs) return;
  if (!line.text) return;
  const said = element('p', line.text, line.kind === 'announcement' ? 'said lead' : 'said');
  said.dataset.seq = String(line.seq);
  if (line.lang !== lang) said.lang = line.lang;
  list.querySelectorAll('[data-live-empty]').forEach((empty) => empty.remove());
  // Lines of two typists may come out of order; one that left the page long ago doesn't come back corrected.
  const shown = [...list.querySelectorAll<HTMLElement>('[data-seq]')];
  const next = shown.find((one) => Number(one.dataset.seq) > line.seq);
  if (next && next === shown[0] && shown.length >= most) return;
  list.insertBefore(said, next ?? null);
  while (list.childElementCount > most) list.firstElementChild?.remove();
}

/** Straight to the stage, where the browser can and its reader did not choose another way on this device. */
function settleWay(): void {
  const way = document.querySelector<HTMLAnchorElement>('a[data-live-way]');
  if (!way || !('RTCPeerConnection' in window)) return;
  let chosen: string | undefined;
  try {
    chosen = (JSON.parse(localStorage.getItem('veche:hear') ?? '{}') as { by?: string }).by;
  } catch {
    // A browser that keeps nothing.
  }
  if (!chosen || chosen === 'stage') way.href = way.dataset.liveWay ?? way.href;
}

if (root?.dataset.live) {
  settleWay();
  hearLive<State>('state', showState);
  hearLive<Line>('line', addLine);
  showOpenPoll();
  followRecorded();
  const questions = find('questions');
  if (questions) followQuestions(questions, words);
}
