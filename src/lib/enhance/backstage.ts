// Backstage: devices, level, what the host passes on. The engine's client is loaded when the devices are asked for.
import type { Speaker } from '../live/speaker.ts';

const root = document.querySelector<HTMLElement>('[data-backstage]');
if (root) prepare(root);

function prepare(place: HTMLElement): void {
  const words = JSON.parse(place.dataset.words ?? '{}') as Record<string, string>;
  const within = <T extends HTMLElement>(name: string): T | null =>
    place.querySelector<T>(`[data-backstage-${name}]`);
  const [check, desk, status, note, others] = ['check', 'desk', 'status', 'note', 'others'].map((name) =>
    within(name),
  );
  const preview = within<HTMLVideoElement>('preview');
  const meter = within<HTMLMeterElement>('meter');
  if (!check || !desk || !status || !preview || !meter || !others) return;
  let speaker: Speaker | undefined;
  const tell = (key: string): void => {
    status.textContent = words[key] ?? '';
    place.dataset.backstageNow = key;
  };

  const listDevices = async (): Promise<void> => {
    const devices = await navigator.mediaDevices.enumerateDevices();
    for (const kind of ['videoinput', 'audioinput'] as const) {
      const select = within<HTMLSelectElement>(kind);
      if (!select) continue;
      const options = devices
        .filter((device) => device.kind === kind)
        .map((device, index) => new Option(device.label || `${index + 1}`, device.deviceId));
      select.replaceChildren(...options);
      select.onchange = () => void speaker?.use(kind, select.value);
    }
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
  const begin = async (): Promise<void> => {
    check.hidden = true;
    try {
      const { speak } = await import('../live/speaker.ts');
      speaker = await speak({ tickets: place.dataset.tickets ?? '', preview, meter, others, tell });
      desk.hidden = false;
      await listDevices();
    } catch {
      check.hidden = false;
      tell('no_device');
    }
  };
  check.querySelector('button')?.addEventListener('click', () => void begin());
  toggle('camera', 'camera_on', 'camera_off');
  toggle('microphone', 'mic_on', 'mic_off');

  // The host's words: few people stand backstage, so asking now and then is enough.
  const ask = async (): Promise<void> => {
    const response = await fetch(place.dataset.news ?? '', { headers: { accept: 'application/json' } }).catch(
      () => undefined,
    );
    if (!response?.ok || !note) return;
    const news = (await response.json()) as { note: string };
    note.textContent = news.note || (words.host_silent ?? '');
  };
  setInterval(() => void ask(), 5000);
  addEventListener('pagehide', () => void speaker?.leave());
}
