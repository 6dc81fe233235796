import { z } from 'zod';
import { pick, refuse, type Ctx, type Words } from '#server/kernel';
import { needReader } from '../access.ts';
import { eventOf, inDraft } from '../parts.ts';
import { eventOfCrew } from './crew.ts';
import { crewRoles, type CrewWork } from './roles.ts';

const id = z.string().regex(/^[0-9a-z]{6,32}$/);
const lang = z.string().regex(/^[a-z]{2,3}$/);

export const assignmentInput = z.object({
  crew: id,
  role: z.enum(crewRoles),
  /** For interpreters and captioners: into which language. */
  lang: z.union([z.literal(''), lang]).default(''),
  /** Although they are elsewhere at that time. */
  anyway: z.literal('yes').optional(),
});

const needsLang = (role: CrewWork): boolean => role === 'interpreter' || role === 'captioner';

/**
 * Gives a session somebody of the crew. Refuses an unknown session, a crew member of another event, an interpreter
 * without a language, and, unless `anyway`, one who has something else at that time: `languages.double_booked`.
 */
export async function assignCrew(
  ctx: Ctx,
  sessionId: string,
  given: z.output<typeof assignmentInput>,
): Promise<void> {
  const eventId = await eventOf(ctx, 'session', sessionId);
  await inDraft(ctx, eventId, 'assign_crew', `session:${sessionId}`, async (inner) => {
    if ((await eventOfCrew(inner, given.crew)) !== eventId)
      throw refuse('not_found', 'languages.no_such_crew');
    if (needsLang(given.role) && !given.lang) throw refuse('invalid', 'languages.no_language');
    const other = given.anyway ? undefined : await findOverlap(inner, given.crew, sessionId);
    if (other) throw refuse('conflict', 'languages.double_booked', { title: other });
    await inner.db
      .insertInto('congress.assignment')
      .values({
        session_id: sessionId,
        crew_id: given.crew,
        role: given.role,
        lang: needsLang(given.role) ? given.lang : '',
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    // Whoever interprets into a language makes the session one that is to be heard in it.
    if (needsLang(given.role))
      await inner.db
        .insertInto('congress.session_language')
        .values({
          session_id: sessionId,
          lang: given.lang,
          way: given.role === 'interpreter' ? 'interpreted' : 'captioned',
        })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
  });
}

/** Takes somebody off a session. Refuses an unknown session and who may not edit the event. */
export async function unassignCrew(
  ctx: Ctx,
  sessionId: string,
  given: { crew: string; role: string; lang: string },
): Promise<void> {
  const eventId = await eventOf(ctx, 'session', sessionId);
  await inDraft(ctx, eventId, 'unassign_crew', `session:${sessionId}`, async (inner) => {
    await inner.db
      .deleteFrom('congress.assignment')
      .where('session_id', '=', sessionId)
      .where('crew_id', '=', given.crew)
      .where('role', '=', given.role)
      .where('lang', '=', given.lang)
      .execute();
  });
}

/** Title of another session that this one of the crew has at the same time. */
async function findOverlap(ctx: Ctx, crewId: string, sessionId: string): Promise<string | undefined> {
  const rows = await ctx.db
    .selectFrom('congress.session as session')
    .leftJoin('congress.assignment as assignment', (join) =>
      join.onRef('assignment.session_id', '=', 'session.id').on('assignment.crew_id', '=', crewId),
    )
    .select(['session.id', 'session.title', 'session.starts_at', 'session.minutes'])
    .where('session.status', 'in', ['draft', 'confirmed'])
    .where('session.starts_at', 'is not', null)
    .where((where) =>
      where.or([where('session.id', '=', sessionId), where('assignment.crew_id', '=', crewId)]),
    )
    .execute();
  const self = rows.find((row) => row.id === sessionId);
  if (!self) return undefined;
  const span = (row: typeof self): [number, number] => {
    const from = row.starts_at!.getTime();
    return [from, from + row.minutes * 60_000];
  };
  const [from, to] = span(self);
  const other = rows.find((row) => {
    const [begins, ends] = span(row);
    return row.id !== sessionId && begins < to && ends > from;
  });
  return other && pick(other.title as Words, ctx.lang).text;
}

export interface Assignment {
  crew: string;
  name: string;
  role: CrewWork;
  lang: string;
}

/** Who of the crew is in a session. Refuses an unknown session, and who may not edit its event: `not_found`. */
export async function listAssignments(ctx: Ctx, sessionId: string): Promise<Assignment[]> {
  await needReader(ctx, await eventOf(ctx, 'session', sessionId), 'congress.no_such_session');
  const rows = await ctx.db
    .selectFrom('congress.assignment as assignment')
    .innerJoin('congress.crew_member as crew', 'crew.id', 'assignment.crew_id')
    .select(['crew.id', 'crew.name', 'assignment.role', 'assignment.lang'])
    .where('assignment.session_id', '=', sessionId)
    .where('crew.removed', '=', false)
    .orderBy('assignment.role')
    .orderBy('assignment.lang')
    .orderBy('crew.name')
    .execute();
  return rows.map(({ id, name, role, lang }) => ({ crew: id, name, role: role as CrewWork, lang }));
}
