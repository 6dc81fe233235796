// Tries one's connection before joining. The engine's client is loaded only when somebody asks; the answers stand on the page.
import { fetchTicket, NoTicket } from '../live/ticket.ts';

for (const place of document.querySelectorAll<HTMLElement>('[data-connection]')) {
  const button = place.querySelector<HTMLButtonElement>('[data-connection-try]');
  const said = place.querySelector<HTMLElement>('[data-connection-said]');
  if (button && said) prepare(place, button, said);
}

function prepare(place: HTMLElement, button: HTMLButtonElement, said: HTMLElement): void {
  const answer = (name: string): void => {
    place.dataset.connectionNow = name;
    const part = place.querySelector<HTMLTemplateElement>(`template[data-connection-is="${name}"]`);
    said.replaceChildren(...(part ? [part.content.cloneNode(true)] : []));
    button.disabled = name === 'trying';
  };
  const look = async (): Promise<string> => {
    if (!('RTCPeerConnection' in window)) return 'no_webrtc';
    for (let again = false; ; again = true) {
      try {
        const ticket = await fetchTicket(place.dataset.connection ?? '');
        return await (await import('../live/way-in.ts')).wayInOf(ticket);
      } catch (error) {
        if (error instanceof NoTicket) return 'no_engine';
        // Once may be bad luck.
        if (again) return 'nothing';
      }
    }
  };
  button.disabled = false;
  button.onclick = () => {
    answer('trying');
    void look().then(answer);
  };
}
