export interface Ticket {
  url: string;
  token: string;
}

/** What came instead of a ticket. `gone`: asking again is of no use. */
export class NoTicket extends Error {
  gone: boolean;
  constructor(gone: boolean) {
    super('no ticket');
    this.gone = gone;
  }
}

export async function fetchTicket(address: string): Promise<Ticket> {
  const response = await fetch(address, { method: 'POST', headers: { accept: 'application/json' } });
  if (!response.ok) throw new NoTicket(response.status < 500 && response.status !== 429);
  return (await response.json()) as Ticket;
}

/** The engine's signalling, on our own origin. */
export const engineAddress = (ticket: Ticket): string =>
  new URL(ticket.url, location.href).href.replace(/^http/, 'ws');

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
