import { z } from 'zod';
import * as congress from '#server/congress';
import { inTransaction, openBox, refuse, type Ctx } from '#server/kernel';
import { answersInput, checkAnswers, storeAnswers } from './answers.ts';
import { hashCode } from './code.ts';
import { hashInvitation } from './groups.ts';
import { addTaken, isFull, lockPool } from './pools.ts';
import { listQuestions } from './questions.ts';
import { readSettings, type Settings } from './settings.ts';
import { stateOf, type Box } from './view.ts';

export const registerInput = z.object({
  box: z.string().max(2_000),
  section: z.string().max(40).optional(),
  /** The code of a group. */
  invitation: z.string().trim().max(100).optional(),
  answers: answersInput,
});
export type RegisterInput = z.output<typeof registerInput>;

export interface Registered {
  /** The ticket: shown once, stored nowhere. */
  code: string;
  state: 'in' | 'waiting';
}

/** Whoever opened the form in time has this long to send it. */
export const graceMinutes = 10;

/**
 * Takes a place, or one in the waiting list, and gives the ticket. Sent again it gives the same ticket.
 * Refuses a form that is not ours (`invalid`), registration that is not open (`conflict`), a section or an invitation that is
 * not there, a group or an event without free places where nobody waits, and answers that do not fit the questions.
 */
export async function register(ctx: Ctx, slug: string, input: RegisterInput): Promise<Registered> {
  return inTransaction(ctx, async (inner) => {
    const event = await congress.getEvent(inner, slug);
    const box = openBox(inner.app.keys, 'registration', input.box) as Box | undefined;
    if (!box || box.event !== event.id) throw refuse('invalid', 'registration.bad_form');
    const hash = hashCode(box.code);
    const before = await findTicket(inner, hash);
    if (before) return { code: box.code, state: before };
    const settings = await readSettings(inner, event.id);
    needOpen(inner, settings, box);
    const questions = await listQuestions(inner, event.id);
    const answers = checkAnswers(inner, questions, input.answers);

    const found = await findPool(inner, event.id, settings, input);
    const pool = await lockPool(inner, found.id);
    if (!pool) throw refuse('not_found', 'registration.no_such_section');
    // The same form a second time, while the first one was being done.
    const meanwhile = await findTicket(inner, hash);
    if (meanwhile) return { code: box.code, state: meanwhile };
    const waits = isFull(pool);
    if (waits && found.kind === 'group') throw refuse('conflict', 'registration.invitation_used_up');
    if (waits && !settings.waiting) throw refuse('conflict', 'registration.full');
    const sealed = await storeAnswers(inner, questions, answers, box.code, hash);
    const state = waits ? 'waiting' : 'in';
    await inner.db
      .insertInto('registration.ticket')
      .values({ hash, pool_id: pool.id, state, answers: sealed })
      .execute();
    if (!waits) await addTaken(inner, pool.id, 1);
    return { code: box.code, state };
  });
}

async function findTicket(ctx: Ctx, hash: Buffer): Promise<'in' | 'waiting' | undefined> {
  const row = await ctx.db
    .selectFrom('registration.ticket')
    .select('state')
    .where('hash', '=', hash)
    .executeTakeFirst();
  return row?.state as 'in' | 'waiting' | undefined;
}

function needOpen(ctx: Ctx, settings: Settings, box: Box): void {
  const state = stateOf(settings, ctx.now());
  if (state === 'open') return;
  if (state === 'closed') throw refuse('conflict', 'registration.closed_meanwhile');
  if (state === 'early') throw refuse('conflict', 'registration.not_yet');
  const end = settings.closesAt!.getTime();
  const isInGrace = ctx.now().getTime() < end + graceMinutes * 60_000 && box.at * 1000 < end;
  if (!isInGrace) throw refuse('conflict', 'registration.deadline_passed', { count: graceMinutes });
}

/** The pool a form asks for: that of the group whose code it brings, of its section, or of the event. */
async function findPool(
  ctx: Ctx,
  eventId: string,
  settings: Settings,
  input: RegisterInput,
): Promise<{ id: string; kind: string }> {
  const pools = ctx.db
    .selectFrom('registration.pool')
    .select(['id', 'kind', 'revoked', 'places'])
    .where('event_id', '=', eventId);
  if (input.invitation) {
    const group = await pools.where('code_hash', '=', hashInvitation(input.invitation)).executeTakeFirst();
    if (!group || group.revoked) throw refuse('invalid', 'registration.no_such_invitation');
    return group;
  }
  if (settings.mode === 'codes') throw refuse('invalid', 'registration.invitation_needed');
  if (settings.mode === 'sections') {
    if (!input.section) throw refuse('invalid', 'registration.section_needed');
    const section = await pools.where('section_id', '=', input.section).executeTakeFirst();
    if (!section?.places) throw refuse('invalid', 'registration.no_such_section');
    return section;
  }
  const whole = await pools.where('kind', '=', 'event').executeTakeFirst();
  if (!whole) throw refuse('conflict', 'registration.closed_meanwhile');
  return whole;
}
