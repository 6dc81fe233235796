import * as congress from '#server/congress';
import { audit, changed, inTransaction, newId, reads, Refusal, refuse, type Ctx } from '#server/kernel';
import { z } from 'zod';
import { holds } from '../places.ts';
import { ensureStage, lockStage } from '../stage/stages.ts';
import { topicOf } from '../bus/tell.ts';

/** Of one session: more is a page of its own elsewhere, to be linked once. */
const mostOutcomes = 40;
/** As it is kept: what is no Latin letter takes up to six times the place. */
const longestAddress = 3000;
/** Those who say what came of a session. */
const telling = ['host', 'organiser'] as const;

export const outcomeInput = z.object({
  title: z.string().trim().max(200).default(''),
  lang: z.string().regex(/^[a-z]{2,3}$/),
  address: z.string().trim().min(1, 'left.address_missing').max(500),
});
export type OutcomeInput = z.output<typeof outcomeInput>;
export const outcomeTakeInput = z.object({ outcome: z.string().max(40) });

export interface Outcome {
  id: string;
  title: { text: string; lang: string };
  /** An https address elsewhere, or `/s/<id>`, which needs the language before it. */
  url: string;
}

/** Refuses a guest (unauthenticated) and whoever is neither host nor organiser here. */
export async function mustTell(ctx: Ctx, sessionId: string): Promise<void> {
  if (ctx.actor.kind === 'guest') throw refuse('unauthenticated', 'live.sign_in_first');
  if (!(await holds(ctx, sessionId, telling))) throw refuse('forbidden', 'live.not_yours_to_run');
}

/** `/s/<id>` for the address of a session here, an https address as it is; refuses everything else. */
function readAddress(ctx: Ctx, given: string): string {
  const no = refuse('invalid', 'left.bad_address');
  const isPath = /^\/(?!\/)/.test(given);
  let url: URL;
  try {
    url = new URL(given, isPath ? 'https://here.invalid' : undefined);
  } catch {
    throw no;
  }
  const { origins } = ctx.config;
  const isOurs =
    isPath ||
    (origins.length > 0
      ? origins.includes(url.origin)
      : /^(localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname));
  const own = isOurs ? /^(?:\/[a-z]{2})?(\/s\/[\w-]{1,40})\/?$/.exec(url.pathname) : null;
  if (own) return own[1]!;
  if (isPath || url.protocol !== 'https:' || url.username || url.password) throw no;
  // Half of an address leads nowhere.
  if (url.href.length > longestAddress) throw no;
  return url.href;
}

/** The title of a session as everybody may read it; undefined when it is not public. */
async function publicTitle(ctx: Ctx, url: string): Promise<{ text: string; lang: string } | undefined> {
  try {
    return (await congress.getSession({ ...ctx, actor: { kind: 'guest' } }, url.slice('/s/'.length))).title;
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

/**
 * Says that something came of a session: a link for everybody. The same address again changes its title.
 * Refuses like `mustTell`, an address that is neither https nor a public session of this site, a link elsewhere without a
 * title, `conflict` beyond forty.
 */
export async function addOutcome(ctx: Ctx, sessionId: string, input: OutcomeInput): Promise<void> {
  await mustTell(ctx, sessionId);
  const url = readAddress(ctx, input.address);
  const isSession = url.startsWith('/s/');
  if (url === `/s/${sessionId}`) throw refuse('invalid', 'left.itself');
  if (isSession && !(await publicTitle(ctx, url))) throw refuse('not_found', 'congress.no_such_session');
  if (!isSession && !input.title) throw refuse('invalid', 'left.title_missing');
  await inTransaction(ctx, async (inner) => {
    await ensureStage(inner, sessionId);
    await lockStage(inner, sessionId);
    const known = await inner.db
      .selectFrom('live.outcome')
      .select(['id', 'url'])
      .where('session_id', '=', sessionId)
      .execute();
    const same = known.find((row) => row.url === url);
    if (!same && known.length >= mostOutcomes) throw refuse('conflict', 'left.too_many');
    const words = { title: isSession ? '' : input.title, lang: input.lang };
    await (
      same
        ? inner.db.updateTable('live.outcome').set(words).where('id', '=', same.id)
        : inner.db.insertInto('live.outcome').values({ id: newId(12), session_id: sessionId, url, ...words })
    ).execute();
    await audit(inner, 'live.outcome_added', `session:${sessionId}`);
    await told(inner, sessionId, url);
  });
}

/** Takes a link away. Twice is once. Refuses like `mustTell`. */
export async function removeOutcome(
  ctx: Ctx,
  sessionId: string,
  { outcome }: z.output<typeof outcomeTakeInput>,
): Promise<void> {
  await mustTell(ctx, sessionId);
  await inTransaction(ctx, async (inner) => {
    const gone = await inner.db
      .deleteFrom('live.outcome')
      .where('session_id', '=', sessionId)
      .where('id', '=', outcome)
      .returning('url')
      .executeTakeFirst();
    if (!gone) return;
    await audit(inner, 'live.outcome_removed', `session:${sessionId}`);
    await told(inner, sessionId, gone.url);
  });
}

/** Drops the pages of both ends of a link. */
async function told(ctx: Ctx, sessionId: string, url: string): Promise<void> {
  await changed(ctx, topicOf(sessionId));
  if (url.startsWith('/s/')) await changed(ctx, topicOf(url.slice('/s/'.length)));
}

/**
 * What came of a session as its organisers say, in their order, for everybody; of one the caller has seen to be public.
 * A session of this site that is no longer public is left out.
 */
export async function listOutcomes(ctx: Ctx, sessionId: string): Promise<Outcome[]> {
  reads(ctx, topicOf(sessionId));
  const rows = await ctx.db
    .selectFrom('live.outcome')
    .select(['id', 'title', 'lang', 'url'])
    .where('session_id', '=', sessionId)
    .orderBy('seq')
    .execute();
  const outcomes: Outcome[] = [];
  for (const { id, url, title, lang } of rows) {
    const text = url.startsWith('/s/') ? await publicTitle(ctx, url) : { text: title, lang };
    if (text) outcomes.push({ id, url, title: text });
  }
  return outcomes;
}

/** Public sessions of which this one is what came; of one the caller has seen to be public. */
export async function listCauses(ctx: Ctx, sessionId: string): Promise<Omit<Outcome, 'id'>[]> {
  reads(ctx, topicOf(sessionId));
  const rows = await ctx.db
    .selectFrom('live.outcome')
    .select('session_id')
    .where('url', '=', `/s/${sessionId}`)
    .where('url', 'like', '/s/%')
    .limit(mostOutcomes)
    .execute();
  const causes: Omit<Outcome, 'id'>[] = [];
  for (const row of rows) {
    const url = `/s/${row.session_id}`;
    const title = await publicTitle(ctx, url);
    if (title) causes.push({ url, title });
  }
  return causes;
}
