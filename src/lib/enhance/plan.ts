// Between this device and a private link: the stars of this browser go into a form that is about to be sent, or the
// link's sessions join the stars. Neither happens by itself.
import { canKeep, readStars, writeStars } from '../own/stars.ts';

const find = <E extends HTMLElement>(name: string): E | null =>
  document.querySelector<E>(`[data-plan${name}]`);
const root = find('');
const event = root?.dataset.plan ?? '';

function prepare(form: HTMLFormElement): void {
  const stars = readStars(event);
  const field = form.elements.namedItem('sessions');
  if (field instanceof HTMLInputElement) field.value = [...stars].join(',');
  const words = find('-with');
  if (!words) return;
  words.textContent = words.dataset.text?.replace('{n}', String(stars.size)) ?? '';
  words.hidden = stars.size === 0;
}

function take(): void {
  const stars = readStars(event);
  for (const id of (root?.dataset.planIds ?? '').split(',')) if (id) stars.add(id);
  const done = find('-done');
  if (writeStars(event, stars) && done)
    done.textContent = done.dataset.text?.replace('{n}', String(readStars(event).size)) ?? '';
  const form = find<HTMLFormElement>('-send');
  if (form) prepare(form);
}

if (root && event && canKeep()) {
  root.hidden = false;
  const form = find<HTMLFormElement>('-send');
  if (form) prepare(form);
  find('-take')?.addEventListener('click', take);
}
