import * as accounts from '#server/accounts';
import * as congress from '#server/congress';
import type { Ctx } from '#server/kernel';
import { as, deliverAll, guest, system } from '../../../tests/support/given.ts';

/** A draft of an event on the day of the tests, in Vilnius. */
export const makeEvent = (ctx: Ctx, more: object = {}): Promise<string> =>
  congress.createEvent(
    ctx,
    congress.eventInput.parse({
      slug: 'veche',
      kind: 'congress',
      title: { be: 'Веча' },
      zone: 'Europe/Vilnius',
      startsOn: '2026-10-31',
      days: 1,
      langs: ['be', 'en'],
      ...more,
    }),
  );

export const makeSpeaker = (ctx: Ctx, event: string, name: string): Promise<string> =>
  congress.createSpeaker(ctx, event, congress.speakerInput.parse({ name: { be: name } }));

/** An hour long. `startsAt` is wall-clock time of the event. */
export const makeSession = (
  ctx: Ctx,
  event: string,
  title: string,
  startsAt: string,
  more: object = {},
): Promise<string> =>
  congress.createSession(
    ctx,
    event,
    congress.sessionInput.parse({ kind: 'speech', title: { be: title }, minutes: 60, startsAt, ...more }),
  );

/** Somebody new with a role in the event. */
export async function person(ctx: Ctx, role: accounts.Role, event: string, subject?: string): Promise<Ctx> {
  const place: accounts.Place = { kind: 'event', id: event };
  const { token } = await accounts.invite(system(ctx), [place], { role, ...(subject && { subject }) });
  const { personId } = await accounts.acceptInvitation(guest(ctx), token);
  await deliverAll(ctx);
  return as(ctx, personId);
}
