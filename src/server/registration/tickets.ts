import { z } from 'zod';
import * as congress from '#server/congress';
import { inTransaction, refuse, type Ctx } from '#server/kernel';
import {
  answersInput,
  checkAnswers,
  dropAnswers,
  readAnswers,
  storeAnswers,
  type Answers,
  type AnswersInput,
} from './answers.ts';
import { hashCode, readCode } from './code.ts';
import { addTaken, lockPool, promote } from './pools.ts';
import { listQuestions } from './questions.ts';
import { asked, type AskedQuestion } from './view.ts';
import { readSettings } from './settings.ts';
import { listStamping } from './stamp-points.ts';

export const ticketInput = z.object({ code: z.string().max(200) });
export const ticketAnswersInput = z.object({ code: z.string().max(200), answers: answersInput });

export interface TicketView {
  /** As it is written. */
  code: string;
  event: {
    id: string;
    slug: string;
    title: { text: string; lang: string };
    state: 'to_come' | 'on' | 'over';
  };
  section?: { text: string; lang: string };
  state: 'in' | 'waiting';
  /** One's own place in the waiting list, from 1. */
  place?: number;
  here: boolean;
  questions: AskedQuestion[];
  answers: Answers;
  keepDays: number;
  certificateMin: number;
  /** Sessions that give stamps now. */
  stamping: { id: string; title: { text: string; lang: string } }[];
}

interface Found {
  code: string;
  hash: Buffer;
  pool_id: string;
  event_id: string;
  section_id: string | null;
  seq: number;
  state: 'in' | 'waiting';
  here: boolean;
  answers: Buffer | null;
}

/**
 * The row behind a code. Refuses what cannot be a code (`invalid`: a letter is wrong) and one that is not known
 * (`not_found`: cancelled, forgotten, or never given).
 */
export async function findTicket(ctx: Ctx, text: string, lock = false): Promise<Found> {
  const code = readCode(text);
  if (!code) throw refuse('invalid', 'registration.not_a_code');
  const hash = hashCode(code);
  const found = ctx.db
    .selectFrom('registration.ticket as ticket')
    .innerJoin('registration.pool as pool', 'pool.id', 'ticket.pool_id')
    .select([
      'ticket.hash',
      'ticket.pool_id',
      'pool.event_id',
      'pool.section_id',
      'ticket.seq',
      'ticket.state',
      'ticket.here',
      'ticket.answers',
    ])
    .where('ticket.hash', '=', hash);
  const first = await found.executeTakeFirst();
  if (!first) throw refuse('not_found', 'registration.no_such_ticket');
  if (!lock) return { ...first, state: first.state as Found['state'], code };
  // Pool before ticket, always: who comes and who goes take hold of them in the same order.
  await lockPool(ctx, first.pool_id);
  const again = await found.executeTakeFirst();
  if (!again) throw refuse('not_found', 'registration.no_such_ticket');
  return { ...again, state: again.state as Found['state'], code };
}

async function eventOf(ctx: Ctx, id: string): Promise<congress.EventListItem> {
  const event = (await congress.listEvents(ctx)).find((one) => one.id === id);
  if (!event) throw refuse('not_found', 'registration.no_such_ticket');
  return event;
}

/** A ticket, for whoever holds its code. Refuses like `findTicket`, and one of an event that is not public any more. */
export async function getTicket(ctx: Ctx, text: string): Promise<TicketView> {
  const ticket = await findTicket(ctx, text);
  const event = await eventOf(ctx, ticket.event_id);
  const settings = await readSettings(ctx, event.id);
  const questions = await listQuestions(ctx, event.id);
  const section =
    ticket.section_id &&
    (await congress.getEvent(ctx, event.slug)).sections.find((one) => one.id === ticket.section_id);
  const ahead = await ctx.db
    .selectFrom('registration.ticket')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('pool_id', '=', ticket.pool_id)
    .where('state', '=', 'waiting')
    .where('seq', '<', ticket.seq)
    .executeTakeFirstOrThrow();
  return {
    code: ticket.code,
    event: { id: event.id, slug: event.slug, title: event.title, state: event.state },
    ...(section && { section: section.title }),
    state: ticket.state,
    ...(ticket.state === 'waiting' && { place: Number(ahead.count) + 1 }),
    here: ticket.here,
    questions: questions.map((question) => asked(ctx, question)),
    answers: await readAnswers(ctx, ticket.code, ticket.hash, ticket.answers),
    keepDays: settings.keepDays,
    certificateMin: settings.certificateMin,
    stamping: ticket.state === 'in' ? await listStamping(ctx, event.id) : [],
  };
}

/** Gives the place back, takes the answers out of the totals, and lets the first who waits in. Refuses like `findTicket`. */
export async function cancelTicket(ctx: Ctx, text: string): Promise<void> {
  await inTransaction(ctx, async (inner) => {
    const ticket = await findTicket(inner, text, true);
    await dropAnswers(inner, ticket.code, ticket.hash, ticket.answers);
    await inner.db.deleteFrom('registration.ticket').where('hash', '=', ticket.hash).execute();
    if (ticket.state === 'in') await addTaken(inner, ticket.pool_id, -1);
    if (ticket.here) await addHere(inner, ticket.pool_id, -1);
    await promote(inner, ticket.pool_id);
  });
}

/** Puts other answers in the place of the old ones. Refuses like `findTicket`, and answers that do not fit the questions. */
export async function changeAnswers(ctx: Ctx, text: string, given: AnswersInput): Promise<void> {
  await inTransaction(ctx, async (inner) => {
    const ticket = await findTicket(inner, text, true);
    const event = await eventOf(inner, ticket.event_id);
    const questions = await listQuestions(inner, event.id);
    const answers = checkAnswers(inner, questions, given);
    await dropAnswers(inner, ticket.code, ticket.hash, ticket.answers);
    const sealed = await storeAnswers(inner, questions, answers, ticket.code, ticket.hash);
    await inner.db
      .updateTable('registration.ticket')
      .set({ answers: sealed })
      .where('hash', '=', ticket.hash)
      .execute();
  });
}

/** Says that the holder has come: a number goes up, no moment is kept. Refuses one who waits, and before or after the event. */
export async function checkIn(ctx: Ctx, text: string): Promise<void> {
  await inTransaction(ctx, async (inner) => {
    const ticket = await findTicket(inner, text, true);
    const event = await eventOf(inner, ticket.event_id);
    if (ticket.state !== 'in') throw refuse('conflict', 'registration.still_waiting');
    if (event.state !== 'on') throw refuse('conflict', 'registration.not_on');
    if (ticket.here) return;
    await inner.db
      .updateTable('registration.ticket')
      .set({ here: true })
      .where('hash', '=', ticket.hash)
      .execute();
    await addHere(inner, ticket.pool_id, 1);
  });
}

const addHere = (ctx: Ctx, poolId: string, by: number): Promise<unknown> =>
  ctx.db
    .updateTable('registration.pool')
    .set((eb) => ({ here: eb('here', '+', by) }))
    .where('id', '=', poolId)
    .execute();
