// The visitor's stage: a small entry. The engine's client is loaded only when somebody joins.
import { fetchTicket } from '../live/ticket.ts';
import type { Viewer } from '../live/viewer.ts';
import type { Standing } from '../live/tiles.ts';
import { hearLive } from '../live/stream.ts';
import { goWith } from '../live/go-with.ts';
import './listen.ts';

const root = document.querySelector<HTMLElement>('[data-stage]');
if (root) prepare(root);

function prepare(stage: HTMLElement): void {
  const words = JSON.parse(stage.dataset.words ?? '{}') as Record<string, string>;
  const within = (name: string): HTMLElement | null =>
    stage.querySelector<HTMLElement>(`[data-stage-${name}]`);
  const [choose, place, status, leave, unblock] = ['choose', 'place', 'status', 'leave', 'unblock'].map(
    within,
  );
  if (!choose || !place || !status || !leave || !unblock) return;
  let viewer: Viewer | undefined;
  /** The wish to be in, from the tap on: the client's code may take its time to come. */
  let wish: object | undefined;
  let standing: Standing = {};
  hearLive<Standing>('stage', (next) => {
    standing = next;
    viewer?.arrange(next);
  });
  const tell = (key: string): void => {
    status.textContent = words[key] ?? '';
    stage.dataset.stageNow = key;
  };
  const show = (isOn: boolean): void => {
    choose.hidden = isOn;
    place.hidden = !isOn;
    leave.hidden = !isOn;
    unblock.hidden = true;
  };
  if (!('RTCPeerConnection' in window)) {
    choose.querySelectorAll<HTMLButtonElement>('button').forEach((button) => (button.disabled = true));
    return tell('no_webrtc');
  }

  const join = async (how: 'video' | 'audio'): Promise<void> => {
    performance.mark('veche:join');
    const mine = (wish = {});
    show(true);
    tell('connecting');
    // The buttons were below it, and what nobody looks at is not sent.
    goWith(place);
    const tickets = stage.dataset.tickets ?? '';
    // Both at once: the client's code and the right to come in.
    const ticket = fetchTicket(tickets);
    ticket.catch(() => undefined);
    try {
      const { watch } = await import('../live/viewer.ts');
      // Left again meanwhile.
      if (wish !== mine) return;
      viewer = watch(
        {
          tickets,
          how,
          place,
          tell,
          soundBlocked: (start) => {
            unblock.hidden = !start;
            unblock.onclick = start ?? null;
          },
        },
        ticket,
      );
      viewer.arrange(standing);
    } catch {
      wish = undefined;
      show(false);
      tell('failed');
    }
  };
  choose.querySelectorAll<HTMLButtonElement>('button[data-how]').forEach((button) => {
    button.disabled = false;
    // A hand on the button is as good as a yes: the client's code is on its way before the click.
    for (const sign of ['pointerenter', 'focus', 'touchstart'] as const) {
      button.addEventListener(sign, () => void import('../live/viewer.ts').catch(() => undefined), {
        once: true,
        passive: true,
      });
    }
    button.onclick = () => void join(button.dataset.how === 'audio' ? 'audio' : 'video');
  });
  // Whoever opened this page is about to join: the client's code comes while they choose, unless they save data.
  const { connection } = navigator as { connection?: { saveData?: boolean } };
  if (!connection?.saveData) setTimeout(() => void import('../live/viewer.ts').catch(() => undefined), 200);
  leave.onclick = () => {
    void viewer?.leave();
    viewer = wish = undefined;
    show(false);
    status.textContent = '';
  };
  // Opened too early: the buttons come alive when the host begins.
  document.addEventListener('veche:live', (event) => {
    const { state } = (event as CustomEvent<{ state: string }>).detail;
    if (state === 'live' && stage.dataset.stageNow === undefined)
      within('early')?.toggleAttribute('hidden', true);
    if (state === 'live' && !wish) show(false);
  });
}
