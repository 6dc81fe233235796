import { send } from './page-wire.ts';

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

async function readTicket(response: Response | undefined): Promise<Ticket> {
  if (response?.ok) return (await response.json()) as Ticket;
  throw new NoTicket(Boolean(response && response.status < 500 && response.status !== 429));
}

export const fetchTicket = async (address: string): Promise<Ticket> =>
  readTicket(await fetch(address, { method: 'POST', headers: { accept: 'application/json' } }));

/** From a page's own address, where a ticket is one act among others. */
export const askTicket = async (at: string): Promise<Ticket> => readTicket(await send(at, { act: 'ticket' }));

/** The engine's signalling, on our own origin. */
export const engineAddress = (ticket: Ticket): string =>
  new URL(ticket.url, location.href).href.replace(/^http/, 'ws');

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
