import { z } from 'zod';
import { newId, pick, refuse, type Ctx, type Words } from '#server/kernel';
import type { Text } from '#server/themes';
import { needReader } from '../access.ts';
import { isAddress } from '../address.ts';
import { eventOf, inDraft } from '../parts.ts';

// What is no id names nothing: that is told after who may ask.
const id = z.string().max(32);

export const ruleInput = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('never_beside'), other: id }),
  z.object({ kind: z.literal('after'), other: id }),
  z.object({ kind: z.literal('person_must_be_there'), person: id }),
]);
export type RuleInput = z.output<typeof ruleInput>;

/** As seen from a session: `before` is somebody else's `after`. */
export interface ShownRule {
  id: string;
  kind: 'never_beside' | 'after' | 'before' | 'person_must_be_there';
  /** The other session, or the person. */
  of: { id: string; title: Text };
}

/** More are not declared by people but made by machines, and nobody could live with them. */
const mostRules = 10_000;

/** The rules that a session is in. Refuses an unknown session, and who may not edit its event, with `not_found`. */
export async function listRules(ctx: Ctx, sessionId: string): Promise<ShownRule[]> {
  const eventId = await eventOf(ctx, 'session', sessionId);
  await needReader(ctx, eventId, 'congress.no_such_session');
  const rows = await ctx.db
    .selectFrom('congress.planning_rule as rule')
    .leftJoin('congress.session as first', 'first.id', 'rule.session_id')
    .leftJoin('congress.session as second', 'second.id', 'rule.other_id')
    .leftJoin('congress.speaker as speaker', 'speaker.id', 'rule.speaker_id')
    .select([
      'rule.id',
      'rule.kind',
      'rule.session_id',
      'rule.other_id',
      'rule.speaker_id',
      'first.title as first',
      'second.title as second',
      'speaker.name',
    ])
    .where('rule.event_id', '=', eventId)
    .where((where) =>
      where.or([where('rule.session_id', '=', sessionId), where('rule.other_id', '=', sessionId)]),
    )
    // Nobody is asked about what was removed; when it comes back its rules are there again.
    .where((where) => where.or([where('second.id', 'is', null), where('second.status', '<>', 'deleted')]))
    .where('first.status', '<>', 'deleted')
    .where((where) => where.or([where('speaker.id', 'is', null), where('speaker.removed', '=', false)]))
    .orderBy('rule.kind')
    .orderBy('rule.id')
    .execute();
  return rows.map((row) => {
    const own = row.session_id === sessionId;
    const shown = (of: string, words: unknown): ShownRule['of'] => ({
      id: of,
      title: pick(words as Words, ctx.lang),
    });
    if (row.kind === 'person_must_be_there')
      return { id: row.id, kind: row.kind, of: shown(row.speaker_id!, row.name) };
    const of = own ? shown(row.other_id!, row.second) : shown(row.session_id, row.first);
    return { id: row.id, kind: row.kind === 'after' ? (own ? 'after' : 'before') : 'never_beside', of };
  });
}

/**
 * Declares a rule of a session; the same twice is one, and nobody is noted as who declared it. Refuses an unknown
 * session, who may not edit its event, a rule on itself, and a session or person of another event.
 */
export async function declareRule(ctx: Ctx, sessionId: string, input: RuleInput): Promise<void> {
  const eventId = await eventOf(ctx, 'session', sessionId);
  await inDraft(ctx, eventId, 'declare_rule', `rules:${eventId}`, async (inner) => {
    const [part, of] =
      input.kind === 'person_must_be_there'
        ? (['speaker', input.person] as const)
        : (['session', input.other] as const);
    if (of === sessionId) throw refuse('invalid', 'clashes.rule_on_itself');
    const place = await eventOf(inner, part, of).catch(() => undefined);
    if (place !== eventId) throw refuse('invalid', `congress.no_such_${part}`);
    const own = inner.db.selectFrom('congress.planning_rule').where('event_id', '=', eventId);
    const { count } = await own
      .select((select) => select.fn.countAll<string>().as('count'))
      .executeTakeFirstOrThrow();
    if (Number(count) >= mostRules) throw refuse('too_many', 'clashes.too_many_rules', { most: mostRules });
    const same = await own
      .select('id')
      .where('kind', '=', input.kind)
      .where((where) =>
        input.kind === 'person_must_be_there'
          ? where.and({ session_id: sessionId, speaker_id: of })
          : input.kind === 'after'
            ? where.and({ session_id: sessionId, other_id: of })
            : where.or([
                where.and({ session_id: sessionId, other_id: of }),
                where.and({ session_id: of, other_id: sessionId }),
              ]),
      )
      .executeTakeFirst();
    if (same) return;
    await inner.db
      .insertInto('congress.planning_rule')
      .values({
        id: newId(),
        event_id: eventId,
        kind: input.kind,
        session_id: sessionId,
        ...(input.kind === 'person_must_be_there' ? { speaker_id: of } : { other_id: of }),
      })
      .execute();
  });
}

/** Refuses an unknown rule and who may not edit its event. */
export async function removeRule(ctx: Ctx, ruleId: string): Promise<void> {
  const rule = isAddress(ruleId)
    ? await ctx.db
        .selectFrom('congress.planning_rule')
        .select('event_id')
        .where('id', '=', ruleId)
        .executeTakeFirst()
    : undefined;
  if (!rule) throw refuse('not_found', 'clashes.no_such_rule');
  await inDraft(ctx, rule.event_id, 'remove_rule', `rules:${rule.event_id}`, async (inner) => {
    await inner.db.deleteFrom('congress.planning_rule').where('id', '=', ruleId).execute();
  });
}
