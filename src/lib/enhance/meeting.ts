// A meeting, a closed meeting, a table: what one sees of it is kept fresh, and every form works without leaving the page,
// which would end the sound. The engine's client is loaded when the devices are asked for.
import { makeKey, readKey, startCipher, type ClosedKey } from '../live/closed-key.ts';
import { offerDevices } from '../live/device-choice.ts';
import type { Meeting } from '../live/meeting.ts';
import { fillMeeting, type MeetingNow } from '../live/meeting-page.ts';
import { followNow } from '../live/page-wire.ts';
import { askTicket } from '../live/ticket.ts';

const askEveryMs = 3000;
const root = document.querySelector<HTMLElement>('[data-meeting]');
if (root) prepare(root);

function prepare(page: HTMLElement): void {
  const words = JSON.parse(page.dataset.words ?? '{}') as Record<string, string>;
  const at = page.dataset.at ?? '';
  const isClosed = page.dataset.meeting === 'closed';
  const within = <T extends HTMLElement>(name: string): T | null =>
    page.querySelector<T>(`[data-meeting-${name}]`);
  const status = within('status');
  let meeting: Meeting | undefined;
  let stopOffer: (() => void) | undefined;
  let key: ClosedKey | undefined;

  const show = (now: MeetingNow): void => {
    fillMeeting(page, words, now);
    if (now.place === 'in' || !meeting) return;
    void meeting.leave();
    meeting = undefined;
    offer(true);
  };
  const offer = (isOffered: boolean): void => {
    within('check')?.toggleAttribute('hidden', !isOffered);
    within('desk')?.toggleAttribute('hidden', isOffered);
  };
  const ask = followNow<MeetingNow>(at, show);
  const refresh = async (body?: Record<string, unknown>): Promise<boolean> => {
    const { response, text } = await ask(body);
    if (response && response.status < 500 && !response.ok && !body) {
      // Closed, ended, taken away: there is nothing here any more.
      show({ people: [], waiting: [], shownOut: 0, taken: 0, seats: 0, splitTurn: 0 });
      page.dataset.meetingNow = 'ended';
      if (status) status.textContent = words.ended ?? '';
    }
    if (body && status) status.textContent = response?.ok ? '' : (text ?? words.failed ?? '');
    if (body && response && !response.ok) void refresh();
    return Boolean(response?.ok);
  };
  page.addEventListener('submit', (event) => {
    const form = event.target as HTMLFormElement;
    const act = form.dataset.meetingAct;
    if (!act) return;
    event.preventDefault();
    if (isClosed && act === 'sit' && !key) return;
    const fields = Object.fromEntries(
      [...new FormData(form, (event as SubmitEvent).submitter)].filter(([name]) => !name.startsWith('_')),
    );
    void refresh({ act, ...fields }).then((isDone) => {
      const text = form.querySelector('textarea');
      if (isDone && text) delete text.dataset.dirty;
    });
  });
  within('notes')?.addEventListener('input', (event) => {
    (event.target as HTMLElement).dataset.dirty = '';
  });

  const tell = (name: string): void => {
    if (status) status.textContent = words[name] ?? '';
    page.dataset.meetingNow = name;
  };
  const secrecy = (state: 'idle' | 'on' | 'off', unreadable: readonly string[]): void => {
    const line = within('secrecy');
    const name =
      state === 'off' ? 'secrecy_off' : unreadable.length > 0 ? 'secrecy_wrong' : `secrecy_${state}`;
    if (line) line.textContent = (words[name] ?? '').replace('{names}', unreadable.join(', '));
    page.dataset.secrecy = name;
  };
  const turned = { camera: true, microphone: true };
  const turn = (kind: keyof typeof turned, isOn: boolean): void => {
    turned[kind] = isOn;
    void meeting?.turn(kind, isOn);
    const button = within<HTMLButtonElement>(kind);
    if (button) button.textContent = words[`${kind}_${isOn ? 'off' : 'on'}`] ?? '';
  };
  /** First for oneself alone; the others see and hear nothing before `enter`. */
  const begin = async (camera: boolean): Promise<void> => {
    const [meter, place] = [within<HTMLMeterElement>('meter'), within('place')];
    if (!meter || !place || (isClosed && !key)) return;
    offer(false);
    within('look')?.toggleAttribute('hidden', true);
    try {
      const { meet } = await import('../live/meeting.ts');
      meeting = await meet({
        ticket: () => askTicket(at),
        wishes: { camera, masked: false },
        preview: within<HTMLVideoElement>('preview'),
        meter,
        place,
        ...(key && { closed: { key: key.bytes, startCipher } }),
        tell,
        secrecy,
      });
      within('preview')?.toggleAttribute('hidden', !camera);
      within('camera')?.toggleAttribute('hidden', !camera);
      within('look')?.toggleAttribute('hidden', false);
      for (const kind of ['camera', 'microphone'] as const) turn(kind, true);
      within('enter')?.focus();
      stopOffer?.();
      stopOffer = await offerDevices(page, meeting, () => tell('no_device'));
    } catch {
      void meeting?.leave();
      meeting = undefined;
      offer(true);
      within('begin')?.focus();
      tell('no_device');
    }
  };
  for (const button of page.querySelectorAll<HTMLButtonElement>('[data-meeting-begin]'))
    button.onclick = () => void begin(button.dataset.meetingBegin === 'camera');
  within('enter')?.addEventListener('click', () => {
    if (!meeting) return;
    meeting.enter();
    within('look')?.toggleAttribute('hidden', true);
    within('microphone')?.focus();
  });
  for (const kind of ['camera', 'microphone'] as const)
    within(kind)?.addEventListener('click', () => turn(kind, !turned[kind]));

  const showKey = (): void => {
    page.dataset.key = key ? 'here' : 'missing';
    within('keyless')?.toggleAttribute('hidden', Boolean(key));
    within('keyed')?.toggleAttribute('hidden', !key);
    const link = within<HTMLInputElement>('link');
    if (link) link.value = key?.link ?? '';
    // The same page in another language keeps the key: a fragment stays in the browser.
    for (const other of document.querySelectorAll<HTMLAnchorElement>('a[hreflang]'))
      other.hash = location.hash;
  };
  if (isClosed) {
    key = readKey();
    showKey();
    within('make-key')?.addEventListener('click', () => {
      key = makeKey();
      showKey();
    });
    addEventListener('hashchange', () => location.reload());
  }
  void refresh();
  setInterval(() => void refresh(), askEveryMs);
  addEventListener('pagehide', () => void meeting?.leave());
}
