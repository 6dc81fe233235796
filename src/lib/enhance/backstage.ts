// Backstage: devices, level, talk with the crew, the countdown, what the host passes on. The engine's client is loaded when
// the devices are asked for.
import { makeCountdown } from '../live/countdown.ts';
import { offerDevices } from '../live/device-choice.ts';
import type { Speaker } from '../live/speaker.ts';
import { hearLive } from '../live/stream.ts';
import type { Standing } from '../live/tiles.ts';

interface News {
  note: string;
  place?: string;
  muted?: boolean;
  dueAt?: string;
  serverNow: string;
}

const root = document.querySelector<HTMLElement>('[data-backstage]');
if (root) prepare(root);

function prepare(place: HTMLElement): void {
  const words = JSON.parse(place.dataset.words ?? '{}') as Record<string, string>;
  const within = <T extends HTMLElement>(name: string): T | null =>
    place.querySelector<T>(`[data-backstage-${name}]`);
  const [check, desk, status, note, others, crew] = ['check', 'desk', 'status', 'note', 'others', 'crew'].map(
    (name) => within(name),
  );
  const preview = within<HTMLVideoElement>('preview');
  const meter = within<HTMLMeterElement>('meter');
  const [talk, screen] = ['talk', 'screen'].map((name) => within<HTMLButtonElement>(name));
  const [due, seconds] = ['due', 'seconds'].map((name) => within(name));
  if (!check || !desk || !status || !meter || !others || !crew || !due || !seconds) return;
  let speaker: Speaker | undefined;
  let standing: Standing = {};
  let sound: AudioContext | undefined;
  const countdown = makeCountdown(due, seconds, () => sound);
  const tell = (key: string): void => {
    status.textContent = words[key] ?? '';
    place.dataset.backstageNow = key;
  };

  const toggle = (kind: 'camera' | 'microphone', on: string, off: string): void => {
    const button = within<HTMLButtonElement>(kind);
    if (!button) return;
    let isOn = true;
    button.onclick = () => {
      isOn = !isOn;
      void speaker?.turn(kind, isOn);
      button.textContent = words[isOn ? off : on] ?? '';
    };
  };
  const press = (button: HTMLButtonElement | null | undefined, isOn: boolean, text?: string): void => {
    button?.setAttribute('aria-pressed', String(isOn));
    if (button && text) button.textContent = text;
  };
  const begin = async (): Promise<void> => {
    check.hidden = true;
    // Sound is allowed from the tap that brought us here.
    sound ??= new AudioContext();
    try {
      const { speak } = await import('../live/speaker.ts');
      speaker = await speak({
        tickets: place.dataset.tickets ?? '',
        wishes: { camera: place.dataset.picture === 'camera', masked: place.dataset.masked !== undefined },
        off: place.dataset.off ?? 'you_backstage',
        preview,
        meter,
        others,
        crew,
        tell,
        news: () => void ask(),
        talkers: (count) => {
          const line = within('talkers');
          if (line) line.textContent = count === undefined ? '' : (words[count ? 'talkers' : 'alone'] ?? '');
          place.dataset.backstageTalk = count === undefined ? '' : String(count);
        },
        sharing: (isOn, may) => {
          if (screen) screen.hidden = !may;
          press(screen, isOn, words[isOn ? 'screen_off' : 'screen_on']);
        },
      });
      speaker.arrange(standing);
      desk.hidden = false;
      await offerDevices(place, speaker, () => tell('no_device'));
    } catch {
      check.hidden = false;
      tell(place.dataset.masked === undefined ? 'no_device' : 'no_mask');
    }
  };
  check.querySelector('button')?.addEventListener('click', () => void begin());
  toggle('camera', 'camera_on', 'camera_off');
  toggle('microphone', 'mic_on', 'mic_off');
  talk?.addEventListener('click', () => {
    const isOn = talk.getAttribute('aria-pressed') !== 'true';
    speaker?.talk(isOn);
    press(talk, isOn, words[isOn ? 'talk_off' : 'talk']);
  });
  screen?.addEventListener(
    'click',
    () => void speaker?.share(screen.getAttribute('aria-pressed') !== 'true'),
  );
  hearLive<Standing>('stage', (next) => {
    standing = next;
    speaker?.arrange(next);
  });

  const show = (news: News): void => {
    if (note) note.textContent = news.note || (words.host_silent ?? '');
    countdown.show(news.dueAt ? Date.parse(news.dueAt) - Date.parse(news.serverNow) : undefined);
  };
  // Whoever is at the engine is told at once that there is news; the few without ask now and then.
  const ask = async (method = 'GET'): Promise<void> => {
    const response = await fetch(place.dataset.news ?? '', {
      method,
      headers: { accept: 'application/json' },
    }).catch(() => undefined);
    if (response?.ok) show((await response.json()) as News);
  };
  setInterval(() => void ask(), 5000);
  void ask();
  within<HTMLFormElement>('not-yet')?.addEventListener('submit', (event) => {
    event.preventDefault();
    void ask('POST');
  });
  addEventListener('pagehide', () => void speaker?.leave());
}
