import { refuse, type Ctx } from '#server/kernel';
import type { Layout } from './arrangement.ts';
import { heard, holds, mustRun, participant } from '../places.ts';
import { listQuestions, type HostQuestion } from '../questions/read.ts';
import { findSeat, listSeats, type Seat } from './seats.ts';
import { listStatements, type Statement } from '../statements/statements.ts';
import { findStage } from './stages.ts';

export interface HostKit {
  state: 'closed' | 'backstage' | 'live' | 'over';
  seats: Seat[];
  questions: HostQuestion[];
  backstageNote: string;
  layout: Layout;
  /** Recorded statements, by the seat they were given for. */
  statements: Record<string, Statement>;
  /** Identity shown large. */
  featured?: string;
}

/** What the host works with. Refuses a guest and whoever does not run the session. */
export async function getHostKit(ctx: Ctx, sessionId: string): Promise<HostKit> {
  await mustRun(ctx, sessionId);
  const stage = await findStage(ctx, sessionId);
  return {
    state: (stage?.state ?? 'closed') as HostKit['state'],
    seats: await listSeats(ctx, sessionId),
    questions: await listQuestions(ctx, sessionId),
    backstageNote: stage?.backstage_note ?? '',
    statements: await listStatements(ctx, sessionId),
    layout: (stage?.layout ?? 'panel') as Layout,
    ...(stage?.featured ? { featured: stage.featured } : {}),
  };
}

/** Refuses a guest (unauthenticated) and whoever was neither invited to be heard in this session nor has a seat in it. */
export async function needHeard(ctx: Ctx, sessionId: string): Promise<void> {
  if (ctx.actor.kind === 'guest') throw refuse('unauthenticated', 'live.sign_in_first');
  if (!(await holds(ctx, sessionId, heard)) && !(await findSeat(ctx, sessionId)))
    throw refuse('forbidden', 'live.not_invited');
}

/** The host's words to those backstage. Refuses a guest and whoever was not invited. */
export async function getBackstageNote(ctx: Ctx, sessionId: string): Promise<string> {
  if (ctx.actor.kind === 'guest') throw refuse('unauthenticated', 'live.sign_in_first');
  if (!(await isInvited(ctx, sessionId))) throw refuse('forbidden', 'live.not_invited');
  return (await findStage(ctx, sessionId))?.backstage_note ?? '';
}

export interface BackstageNews {
  note: string;
  seat?: Seat;
  statement?: Statement;
  /** The server's clock: countdowns are reckoned from it. */
  serverNow: Date;
}

/** What somebody backstage, or called from the hall, has to know. Refuses like `needHeard`. */
export async function getBackstageNews(ctx: Ctx, sessionId: string): Promise<BackstageNews> {
  await needHeard(ctx, sessionId);
  const seat = await findSeat(ctx, sessionId);
  const statement = seat && (await listStatements(ctx, sessionId))[seat.identity];
  return {
    // The crew's words are for the crew.
    note: seat?.role === participant ? '' : await getBackstageNote(ctx, sessionId),
    ...(seat ? { seat } : {}),
    ...(statement ? { statement } : {}),
    serverNow: ctx.now(),
  };
}

/** Whether the asking person was invited here; somebody of the audience who was called was not. */
export const isInvited = (ctx: Ctx, sessionId: string): Promise<boolean> => holds(ctx, sessionId, heard);
