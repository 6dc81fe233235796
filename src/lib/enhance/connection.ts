// Tries one's line before joining. The engine's client is loaded only when somebody asks; the answers stand on the page.
import { fetchTicket, NoTicket } from '../live/ticket.ts';

for (const place of document.querySelectorAll<HTMLElement>('[data-line]')) {
  const button = place.querySelector<HTMLButtonElement>('[data-line-try]');
  const said = place.querySelector<HTMLElement>('[data-line-said]');
  if (button && said) prepare(place, button, said);
}

function prepare(place: HTMLElement, button: HTMLButtonElement, said: HTMLElement): void {
  const answer = (name: string): void => {
    place.dataset.lineNow = name;
    const part = place.querySelector<HTMLTemplateElement>(`template[data-line-is="${name}"]`);
    said.replaceChildren(...(part ? [part.content.cloneNode(true)] : []));
    button.disabled = name === 'trying';
  };
  const look = async (): Promise<string> => {
    if (!('RTCPeerConnection' in window)) return 'no_webrtc';
    try {
      const ticket = await fetchTicket(place.dataset.line ?? '');
      return await (await import('../live/line.ts')).lineOf(ticket);
    } catch (error) {
      return error instanceof NoTicket ? 'no_engine' : 'nothing';
    }
  };
  button.disabled = false;
  button.onclick = () => {
    answer('trying');
    void look().then(answer);
  };
}
