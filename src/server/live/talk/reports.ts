import { inTransaction, refuse, type Ctx } from '#server/kernel';
import { z } from 'zod';
import { note } from '../moderation/acts.ts';
import { lockTalk } from './settings.ts';
import { findThing, hide, idPattern, thingKinds, type Thing, type ThingKind } from './things.ts';
import { lockStage } from '../stage/stages.ts';
import { voterOf } from '../voice.ts';
import { needVoice } from './voice.ts';

/** A signed-in voice weighs three guests, whose voices cost little; at fifteen the thing waits for a moderator, hidden. */
const weight = { signedIn: 3, guest: 1, hides: 15 } as const;
/** Reports kept of one thing, and of one session: a storm says nothing new. */
const mostOfThing = 50;
const mostOfSession = 2000;

export const reportInput = z.object({ kind: z.enum(thingKinds), thing: z.string().regex(idPattern) });

const reporterOf = (ctx: Ctx, sessionId: string, kind: ThingKind, id: string, voice: string): Buffer =>
  voterOf(ctx, 'live.report.reporter', `${sessionId}|${kind}|${id}`, voice);

/** A thing that somebody is about to report. Refuses `not_found` when it isn't there for everybody. */
export async function getThing(
  ctx: Ctx,
  sessionId: string,
  kind: ThingKind,
  id: string,
): Promise<Pick<Thing, 'text' | 'by'>> {
  const thing = await findThing(ctx, sessionId, kind, id);
  if (!thing || thing.hidden) throw refuse('not_found', 'talk.no_such_thing');
  return { text: thing.text, ...(thing.by ? { by: thing.by } : {}) };
}

/**
 * Tells the moderators of a message or question, and nobody who told them. Enough voices hide it until one of them looks.
 * The same voice counts once. Refuses `not_found` for a strange thing; one hidden already is no error.
 */
export async function reportThing(
  ctx: Ctx,
  sessionId: string,
  { kind, thing: id }: z.output<typeof reportInput>,
  given?: string,
): Promise<void> {
  const voice = needVoice(ctx, given);
  const found = await findThing(ctx, sessionId, kind, id);
  if (!found) throw refuse('not_found', 'talk.no_such_thing');
  if (found.hidden || (await isReviewed(ctx, sessionId, kind, id))) return;
  await inTransaction(ctx, async (inner) => {
    // Hiding a question locks the stage, and the stage comes before the talk.
    if (kind === 'question') await lockStage(inner, sessionId);
    await lockTalk(inner, sessionId);
    const now = await findThing(inner, sessionId, kind, id);
    if (!now || now.hidden || (await isReviewed(inner, sessionId, kind, id))) return;
    const { all } = await inner.db
      .selectFrom('live.report')
      .select((eb) => eb.fn.countAll<number>().as('all'))
      .where('session_id', '=', sessionId)
      .executeTakeFirstOrThrow();
    if (Number(all) >= mostOfSession || (await score(inner, sessionId, kind, id)).count >= mostOfThing)
      return;
    await inner.db
      .insertInto('live.report')
      .values({
        session_id: sessionId,
        kind,
        thing: id,
        reporter: reporterOf(inner, sessionId, kind, id, voice),
        signed_in: inner.actor.kind !== 'guest',
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    if ((await score(inner, sessionId, kind, id)).weight < weight.hides) return;
    await hide(inner, sessionId, kind, id, 'reports');
    await note({ ...inner, actor: { kind: 'system', name: 'reports' } }, sessionId, 'reported_hidden');
  });
}

async function score(
  ctx: Ctx,
  sessionId: string,
  kind: ThingKind,
  id: string,
): Promise<{ count: number; weight: number }> {
  const rows = await ctx.db
    .selectFrom('live.report')
    .select(['signed_in', (eb) => eb.fn.countAll<number>().as('count')])
    .where('session_id', '=', sessionId)
    .where('kind', '=', kind)
    .where('thing', '=', id)
    .groupBy('signed_in')
    .execute();
  const of = (signedIn: boolean): number =>
    Number(rows.find((row) => row.signed_in === signedIn)?.count ?? 0);
  return { count: of(true) + of(false), weight: of(true) * weight.signedIn + of(false) * weight.guest };
}

export async function isReviewed(ctx: Ctx, sessionId: string, kind: ThingKind, id: string): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('live.reviewed')
    .select('thing')
    .where('session_id', '=', sessionId)
    .where('kind', '=', kind)
    .where('thing', '=', id)
    .executeTakeFirst();
  return row !== undefined;
}
