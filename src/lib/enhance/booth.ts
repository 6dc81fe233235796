// An interpreter's booth: buttons without leaving the page, what the colleague does, the booth's talk. The engine's
// client is loaded when the microphone is asked for.
import type { BoothView } from '#server/live';
import { isOfUse, standing, type BoothAct } from '../live/booth-acts.ts';
import type { Interpreter } from '../live/booth.ts';
import { followNow } from '../live/page-wire.ts';
import { hearLive } from '../live/stream.ts';
import { askTicket } from '../live/ticket.ts';

const askEveryMs = 2000;
const root = document.querySelector<HTMLElement>('[data-booth-page]');
if (root) prepare(root);

function prepare(page: HTMLElement): void {
  const words = JSON.parse(page.dataset.words ?? '{}') as Record<string, string>;
  const at = page.dataset.at ?? '';
  const within = <T extends HTMLElement>(name: string): T | null =>
    page.querySelector<T>(`[data-booth-${name}]`);
  const status = within('status');
  let interpreter: Interpreter | undefined;

  const item = (text: string, className = ''): HTMLElement => {
    const made = document.createElement('li');
    made.textContent = text;
    made.className = className;
    return made;
  };
  const show = (now: BoothView): void => {
    const { key, name } = standing(now);
    const place = within('standing');
    const text = (words[key] ?? '').replace('{name}', name);
    if (place && place.textContent?.trim() !== text) place.textContent = text;
    page.dataset.boothNow = key;
    page.dataset.turn = String(now.turn);
    for (const form of page.querySelectorAll<HTMLElement>('[data-booth-act]:not([data-booth-always])'))
      form.hidden = !isOfUse(form.dataset.boothAct as BoothAct, now);
    within('slower')?.toggleAttribute('hidden', !now.slower);
    within('people')?.replaceChildren(
      ...(now.people.length === 0
        ? [item(words.empty ?? '', 'quiet')]
        : now.people.map((person) =>
            item(
              [person.shownAs, person.isMe && words.me, person.hasMicrophone && words.speaks]
                .filter(Boolean)
                .join(', '),
            ),
          )),
    );
    showTalk(now.lines);
    interpreter?.open(now.hasMicrophone && now.isOnAir);
  };
  const showTalk = (lines: BoothView['lines']): void => {
    const list = within('lines');
    const last = String(lines.at(-1)?.seq ?? '');
    if (!list || list.dataset.last === last) return;
    list.dataset.last = last;
    list.replaceChildren(
      ...(lines.length === 0
        ? [item(words.talk_empty ?? '', 'quiet')]
        : lines.map((line) => {
            const made = item('');
            const by = document.createElement('small');
            by.className = 'quiet';
            by.textContent = line.shownAs;
            const said = document.createElement('p');
            said.className = 'said';
            said.textContent = line.text;
            made.append(by, said);
            return made;
          })),
    );
  };
  const ask = followNow<BoothView>(at, show);
  const refresh = async (body?: Record<string, unknown>): Promise<boolean> => {
    const { response, text } = await ask(body);
    if (!response?.ok && body && status) status.textContent = text ?? words.failed ?? '';
    // Refused because something moved on: look at what is.
    if (response && !response.ok && body) void refresh();
    return Boolean(response?.ok);
  };
  page.addEventListener('submit', (event) => {
    const form = event.target as HTMLFormElement;
    const act = form.dataset.boothAct;
    if (!act || act === 'leave') return;
    event.preventDefault();
    if (status) status.textContent = '';
    const text = form.querySelector<HTMLInputElement>('input[name=text]');
    void refresh({ act, ...(text && { text: text.value }) }).then((isDone) => {
      if (isDone && text) text.value = '';
    });
  });

  const begin = async (check: HTMLElement): Promise<void> => {
    const [meter, place, desk] = [within<HTMLMeterElement>('meter'), within('place'), within('desk')];
    if (!meter || !place || !desk) return;
    check.hidden = true;
    const tell = (key: string): void => {
      if (status) status.textContent = words[key] ?? '';
      page.dataset.boothSound = key;
    };
    try {
      const { interpret } = await import('../live/booth.ts');
      interpreter = await interpret({ ticket: () => askTicket(at), meter, place, tell });
      desk.hidden = false;
      const relay = desk.querySelector('select');
      if (relay) relay.onchange = () => interpreter?.relay(relay.value || undefined);
      await refresh();
    } catch {
      check.hidden = false;
      tell('no_device');
    }
  };
  const check = within('check');
  check?.querySelector('button')?.addEventListener('click', () => void begin(check));

  hearLive('languages', () => void refresh());
  setInterval(() => void refresh(), askEveryMs);
  addEventListener('pagehide', () => void interpreter?.leave());
}
