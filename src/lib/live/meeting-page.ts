import type { GatheringView } from '#server/live';

/** What of a meeting changes while one looks at its page. */
export type MeetingNow = Omit<GatheringView, 'id' | 'kind' | 'keeps' | 'lobby'> &
  Partial<Pick<GatheringView, 'lobby'>>;

/** Writes into a meeting's page how it stands now. Rows are clones of the page's own templates. */
export function fillMeeting(page: HTMLElement, words: Record<string, string>, now: MeetingNow): void {
  const within = <T extends HTMLElement>(name: string): T | null =>
    page.querySelector<T>(`[data-meeting-${name}]`);
  const place = now.place ?? 'out';
  page.dataset.place = place;
  page.dataset.breakout = String(now.breakout ?? 0);
  const held = document.activeElement?.closest<HTMLElement>('[data-meeting-when]');
  for (const one of page.querySelectorAll<HTMLElement>('[data-meeting-when]'))
    one.hidden = one.dataset.meetingWhen !== place;
  // Who comes by keyboard goes on from what is shown instead, and a screen reader says it.
  if (held?.hidden) page.querySelector<HTMLElement>(`[data-meeting-first="${place}"]`)?.focus();
  const taken = within('taken');
  if (taken)
    taken.textContent = (words.taken ?? '')
      .replace('{n}', String(now.taken))
      .replace('{m}', String(now.seats));

  if (now.lobby !== undefined)
    for (const form of page.querySelectorAll<HTMLElement>('[data-lobby]'))
      form.hidden = now.lobby === (form.dataset.lobby === 'on');

  const fill = (name: string, rows: { text: string; value: string; isMe?: boolean }[]): void => {
    const list = within(name);
    const template = within<HTMLTemplateElement>(`${name}-row`);
    const shape = JSON.stringify(rows);
    if (!list || !template || list.dataset.shape === shape) return;
    list.dataset.shape = shape;
    list.replaceChildren(
      ...rows.map(({ text, value, isMe }) => {
        const row = template.content.cloneNode(true) as DocumentFragment;
        const said = row.querySelector('[data-text]');
        if (said) said.textContent = text;
        for (const field of row.querySelectorAll<HTMLInputElement>('input[type=hidden]')) field.value = value;
        if (isMe) row.querySelector('form')?.remove();
        return row;
      }),
    );
  };
  const roomOf = (number: number): string => (words.room ?? '').replace('{n}', String(number));
  fill(
    'people',
    now.people.map((one) => ({
      text: [one.shownAs, one.isMe && words.me, one.breakout && roomOf(one.breakout)]
        .filter(Boolean)
        .join(', '),
      value: one.seat,
      isMe: one.isMe,
    })),
  );
  fill(
    'waiting',
    now.waiting.map((one) => ({ text: one.shownAs, value: one.seat })),
  );
  within('shown-out')?.toggleAttribute('hidden', now.shownOut === 0);
  within('lobby')?.toggleAttribute('hidden', now.waiting.length === 0);
  fill(
    'rooms',
    (now.split?.rooms ?? []).map((one) => ({
      text: `${roomOf(one.number)}: ${one.taken}`,
      value: String(one.number),
    })),
  );
  within('split')?.toggleAttribute('hidden', !now.split);
  within('unsplit')?.toggleAttribute('hidden', Boolean(now.split));
  page.dataset.split = now.split?.by ?? '';
  const here = within('here');
  if (here) here.textContent = now.breakout ? (words.sent ?? '').replace('{n}', String(now.breakout)) : '';

  const floor = within('floor');
  const called = now.floor && (now.floor.isMe ? words.floor_yours : words.floor_of);
  const line = (called ?? '').replace('{name}', () => now.floor?.name ?? '');
  if (floor && floor.textContent !== line) floor.textContent = line;

  const form = within<HTMLFormElement>('notes');
  const text = form?.querySelector('textarea');
  const version = form?.querySelector<HTMLInputElement>('input[name=version]');
  if (!form || !text || !version || !now.notes) return;
  const isOld = version.value !== String(now.notes.version);
  const kept = within('notes-now');
  if (text.dataset.dirty === undefined) {
    if (text.value !== now.notes.text) text.value = now.notes.text;
    version.value = String(now.notes.version);
    kept?.toggleAttribute('hidden', true);
    return;
  }
  // Somebody wrote while one types: both are shown, and what is sent next is over what there is now.
  if (!isOld || !kept) return;
  kept.hidden = false;
  const other = kept.querySelector('pre');
  if (other) other.textContent = now.notes.text;
  version.value = String(now.notes.version);
}
