import { openBox, sealBox, type Ctx } from '#server/kernel';

interface Ticket {
  event: string;
  who: string;
  /** Seconds since 1970, to age tickets; it never leaves the sealed box. */
  at: number;
}

/** A large upload may take its time, and goes on after a reload with the ticket of the new page. */
const lastsSeconds = 2 * 86_400;

const whoIs = (ctx: Ctx): string => (ctx.actor.kind === 'person' ? ctx.actor.signInId : '');

/** What the page of an event hands to its own uploads: for this visitor and this event, so that no other site can send any. */
export const makeUploadTicket = (ctx: Ctx, eventId: string): string =>
  sealBox(ctx.app.keys, 'upload', {
    event: eventId,
    who: whoIs(ctx),
    at: Math.floor(ctx.now().getTime() / 1000),
  });

/** Id of the event that the ticket is for; undefined when it isn't this visitor's, or is too old. */
export function readUploadTicket(ctx: Ctx, text: string): string | undefined {
  const ticket = openBox(ctx.app.keys, 'upload', text) as Ticket | undefined;
  if (!ticket || ctx.actor.kind !== 'person' || ticket.who !== whoIs(ctx)) return undefined;
  return Math.floor(ctx.now().getTime() / 1000) - ticket.at < lastsSeconds ? ticket.event : undefined;
}
