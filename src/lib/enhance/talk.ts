// The talk while its page is open: new messages, reactions and hands as they come, and sending without leaving the page.
// Everything it needs stands in data-* attributes; without it the page's forms do the same.
import { hearLive } from '../live/stream.ts';
import { solve } from '../work/solve.ts';

interface Message {
  seq: number;
  id: string;
  text: string;
  by?: string;
}
interface Talk {
  mode?: string;
  last?: number;
  gone?: number;
  hands?: number;
}
interface Ticket {
  token: string;
  work?: { challenge: string; bits: number };
}

/** Messages a page holds; older ones leave it. */
const most = 200;
const reactionShownMs = 4000;

const root = document.querySelector<HTMLElement>('[data-talk]');
const here = root?.dataset.talk ?? '';
const words = JSON.parse(root?.dataset.words ?? '{}') as Record<string, string>;
const list = document.querySelector<HTMLElement>('[data-talk-list]');
const template = document.querySelector<HTMLTemplateElement>('template[data-talk-message]');
const say = document.querySelector<HTMLFormElement>('form[data-talk-say]');
const trouble = document.querySelector<HTMLElement>('[data-talk-trouble]');

let last = Number(list?.dataset.last ?? 0);
let gone: number | undefined;

function add(message: Message): void {
  if (!list || !template || list.querySelector(`[data-seq="${message.seq}"]`)) return;
  const item = template.content.firstElementChild!.cloneNode(true) as HTMLElement;
  item.dataset.seq = String(message.seq);
  item.dataset.id = message.id;
  item.querySelector('.said')!.textContent = message.text;
  item.querySelector('[data-by]')!.textContent = message.by ?? words.unsigned ?? '';
  const link = item.querySelector('a');
  if (link) link.href = `${here}/report?kind=message&thing=${encodeURIComponent(message.id)}`;
  document.querySelector('[data-talk-empty]')?.remove();
  // Newest first; what came late stands where it belongs.
  const before = [...list.children].find((one) => Number((one as HTMLElement).dataset.seq) < message.seq);
  list.insertBefore(item, before ?? null);
  while (list.childElementCount > most) list.lastElementChild?.remove();
  last = Math.max(last, message.seq);
}

/** What was missed while nobody listened; `all` when something was hidden or came back. */
async function catchUp(all: boolean): Promise<void> {
  const answer = await fetch(`${here}/news?after=${all ? 0 : last}`);
  if (!answer.ok) return;
  const { messages } = (await answer.json()) as { messages: Message[] };
  if (all) list?.replaceChildren();
  messages.forEach(add);
}

let waiting: ReturnType<typeof setTimeout> | undefined;
/** Not everybody at the same moment. */
const catchUpSoon = (all: boolean): void => {
  clearTimeout(waiting);
  waiting = setTimeout(() => void catchUp(all).catch(() => undefined), 500 + Math.random() * 2500);
};

hearLive<Message | { gone: string }>('says', (said) => {
  if (!('gone' in said)) return add(said);
  list?.querySelector(`[data-id="${CSS.escape(said.gone)}"]`)?.remove();
  if (gone !== undefined) gone += 1;
});

hearLive<Talk>('talk', (talk) => {
  if (talk.mode === undefined) return;
  // Who may write changed: the form comes or goes, unless something is being written.
  const isWriting = say?.querySelector('textarea')?.value;
  if (talk.mode !== root?.dataset.talkMode && !isWriting)
    setTimeout(() => location.reload(), Math.random() * 3000);
  if (gone !== undefined && talk.gone !== gone) catchUpSoon(true);
  // The message itself comes a moment before or after its number.
  else if ((talk.last ?? 0) > last + 1) catchUpSoon(false);
  else if ((talk.last ?? 0) > last) setTimeout(() => (talk.last ?? 0) > last && catchUpSoon(false), 1500);
  gone = talk.gone;
  const hands = document.querySelector('[data-talk-hands]');
  if (hands && talk.hands !== undefined) hands.textContent = inWords('hands', talk.hands);
});

const inWords = (what: string, band: number): string =>
  (band === 0
    ? words[`${what}_none`]
    : band < 10
      ? words[`${what}_few`]
      : words[`${what}_about`]?.replace('{n}', String(band))) ?? '';

const fading = new Map<string, ReturnType<typeof setTimeout>>();
hearLive<Record<string, number>>('reactions', (bands) => {
  for (const [kind, band] of Object.entries(bands)) {
    const place = document.querySelector<HTMLElement>(`[data-reaction="${CSS.escape(kind)}"]`);
    if (!place) continue;
    place.textContent = (band < 10 ? words.few : words.about?.replace('{n}', String(band))) ?? '';
    clearTimeout(fading.get(kind));
    fading.set(
      kind,
      setTimeout(() => (place.textContent = ''), reactionShownMs),
    );
  }
});

/** Sends a form with fresh hidden fields; answers what went wrong in words, or nothing. */
async function send(form: HTMLFormElement, act: string, submitter: HTMLElement | null): Promise<string> {
  const body = new FormData(form, submitter);
  const { ticket } = (await (await fetch(`${here}/news?after=${last}`)).json()) as { ticket: Ticket };
  body.set('_token', ticket.token);
  if (ticket.work) body.set('_work', await solve(ticket.work.challenge, ticket.work.bits));
  const answer = await fetch(`${here}/news?act=${act}`, { method: 'POST', body });
  const { refused } = (await answer.json()) as { refused?: string };
  return refused ?? (answer.ok ? '' : (words.failed ?? ''));
}

function enhance(form: HTMLFormElement, act: string, done: () => void): void {
  let sending = false;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (sending) return;
    sending = true;
    form.setAttribute('aria-busy', 'true');
    void send(form, act, event.submitter)
      .catch(() => words.failed ?? '')
      .then((refused) => {
        if (trouble) {
          trouble.textContent = refused;
          trouble.hidden = refused === '';
        }
        if (!refused) done();
      })
      .finally(() => {
        sending = false;
        form.removeAttribute('aria-busy');
      });
  });
}

if (say)
  enhance(say, 'say', () => {
    const field = say.querySelector('textarea')!;
    field.value = '';
    field.focus();
    // Once signed, the seat is there: the page says whose.
    const name = say.querySelector<HTMLInputElement>('input[name="name"]');
    const sign = say.querySelector<HTMLInputElement>('input[name="sign"]');
    if (name && sign?.checked) location.reload();
  });
const react = document.querySelector<HTMLFormElement>('form[data-talk-react]');
if (react) enhance(react, 'react', () => undefined);
const hand = document.querySelector<HTMLFormElement>('form[data-talk-hand]');
if (hand) {
  const to = hand.querySelector<HTMLInputElement>('input[name="to"]')!;
  const button = hand.querySelector('button')!;
  enhance(hand, 'hand', () => {
    const isUp = to.value === 'up';
    to.value = isUp ? 'down' : 'up';
    button.textContent = (isUp ? words.hand_down : words.hand_up) ?? '';
    button.setAttribute('aria-pressed', String(isUp));
  });
}
