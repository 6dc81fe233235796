// Stamps on the participant's own device: asked for blind, kept, and put into a certificate.
import type { Pending } from '../stamps/blind.ts';

/** Session → its stamp and the slug of its event. */
type Kept = Record<string, { event: string; stamp: string }>;
const keptKey = 'veche.stamps';
const pendingKey = 'veche.stamps.pending';

function read<T extends object>(key: string): T {
  try {
    return JSON.parse(localStorage.getItem(key) ?? '{}') as T;
  } catch {
    return {} as T;
  }
}
function write(key: string, value: object): void {
  if (Object.keys(value).length === 0) localStorage.removeItem(key);
  else localStorage.setItem(key, JSON.stringify(value));
}

const show = (selector: string): void => {
  for (const element of document.querySelectorAll<HTMLElement>(selector)) element.hidden = false;
};
const load = () => import('../stamps/blind.ts');
const canBlind = typeof crypto !== 'undefined' && Boolean(crypto.subtle);

/** Asking: what is sent is made here, and can be sent again until the answer has come. */
function ask(form: HTMLFormElement): void {
  const { session = '', key = '' } = form.dataset;
  const input = form.querySelector<HTMLInputElement>('input[name="blinded"]')!;
  let working: Promise<void> | undefined;
  const make = async (): Promise<void> => {
    const pending = read<Record<string, Pending>>(pendingKey);
    pending[session] ??= await (await load()).blind(key, session);
    write(pendingKey, pending);
    input.value = pending[session]!.blinded;
  };
  const start = (): Promise<void> => (working ??= make());
  form.addEventListener('focusin', () => void start(), { once: true });
  form.addEventListener('submit', (event) => {
    if (input.value !== '') return;
    event.preventDefault();
    const { submitter } = event;
    void start().then(() => form.requestSubmit(submitter));
  });
}

/** The answer: unblinded, checked and kept, so that what the server has seen is not what is kept. */
async function take(answer: HTMLElement): Promise<void> {
  const { session = '', key = '', event = '', signature = '' } = answer.dataset;
  const pending = read<Record<string, Pending>>(pendingKey);
  try {
    const mine = pending[session];
    if (mine) {
      const stamp = await (await load()).unblind(key, session, mine, signature);
      write(keptKey, { ...read<Kept>(keptKey), [session]: { event, stamp } });
      delete pending[session];
      write(pendingKey, pending);
    } else if (!(session in read<Kept>(keptKey))) throw new Error('nothing was asked');
    show('[data-stamp-kept]');
  } catch {
    show('[data-stamp-failed]');
  }
}

/** The stamps of this device, by event, to be put into the form of a certificate. */
function offer(place: HTMLElement): void {
  const into = document.querySelector<HTMLTextAreaElement>('textarea[name="stamps"]');
  const list = place.querySelector('ul');
  const template = place.querySelector('template');
  if (!into || !list || !template) return;
  const kept = read<Kept>(keptKey);
  const events = [...new Set(Object.values(kept).map((one) => one.event))];
  list.replaceChildren();
  for (const event of events) {
    const stamps = Object.values(kept).filter((one) => one.event === event);
    const row = template.content.cloneNode(true) as DocumentFragment;
    const use = row.querySelector<HTMLButtonElement>('[data-use]')!;
    use.textContent = `${event}: ${stamps.length}`;
    use.addEventListener('click', () => {
      into.value = stamps.map((one) => one.stamp).join('\n');
      into.focus();
    });
    row.querySelector('[data-forget]')!.addEventListener('click', () => {
      const left = Object.entries(read<Kept>(keptKey)).filter(([, one]) => one.event !== event);
      write(keptKey, Object.fromEntries(left));
      offer(place);
    });
    list.append(row);
    // One event is what most people have: nothing to choose.
    if (events.length === 1 && into.value === '') into.value = stamps.map((one) => one.stamp).join('\n');
  }
  place.hidden = events.length === 0;
}

for (const form of document.querySelectorAll<HTMLFormElement>('form[data-stamp]')) {
  if (!canBlind) continue;
  for (const note of document.querySelectorAll<HTMLElement>('[data-open-stamp]')) note.hidden = true;
  ask(form);
}
for (const answer of document.querySelectorAll<HTMLElement>('[data-signature]')) void take(answer);
for (const box of document.querySelectorAll<HTMLElement>('[data-open-kept]')) {
  const { openKept: stamp = '', session = '', event = '' } = box.dataset;
  box.hidden = false;
  box.querySelector('button')?.addEventListener('click', () => {
    write(keptKey, { ...read<Kept>(keptKey), [session]: { event, stamp } });
    show('[data-stamp-kept]');
    box.hidden = true;
  });
}
for (const place of document.querySelectorAll<HTMLElement>('[data-stamps]')) offer(place);
for (const button of document.querySelectorAll<HTMLElement>('[data-print]')) {
  button.hidden = false;
  button.addEventListener('click', () => print());
}

// A certificate's link: what stands after the `#` came no further than this browser until the button is pressed.
const shown = document.querySelector<HTMLTextAreaElement>('[data-verify] textarea');
if (shown && location.hash.length > 1) shown.value = location.hash.slice(1);
