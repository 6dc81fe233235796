import { fail, redirect, type ActionFailure, type RequestEvent } from '@sveltejs/kit';
import type { z } from 'zod';
import { inTransaction, refuse, Refusal, sha256, type Ctx } from '#server/kernel';
import { isWorkDone, readToken } from './form-token.ts';
import { echo, readForm } from './form-data.ts';
import { needOwnSite } from './own-site.ts';
import { asKitError, ctxOf } from './page-load.ts';

export interface FormFailure {
  values: Record<string, unknown>;
  /** Field → code of what is wrong with it. */
  issues: Record<string, string>;
  refusal?: { code: string; params: Record<string, string | number>; kind: string };
}

export interface FormOptions {
  /** Guests may send it: they do the work, or wait in the slow queue. Without it a guest is sent to sign in. */
  guest?: boolean;
  /** Fields never shown again. */
  secret?: readonly string[];
  /** False: the command opens transactions itself (long imports). */
  transaction?: boolean;
  /** True: sent twice, it runs twice, because its answer carries what a replay can't (the cookie of a sign-in). */
  repeatable?: boolean;
  /** Asked before the body is read, where a body may be large: refuses whoever has no business here. */
  before?(ctx: Ctx, event: RequestEvent): Promise<unknown>;
}

/** What guests' forms need that lives as long as the process. */
interface WebPart {
  slow: { turn(): Promise<void> };
  /** True while the work behind a form still counts. */
  work: { spend(id: string): boolean };
}

type Outcome = { to: string } | Record<string, unknown> | void;

/**
 * The one shape of a form: reads it, checks token, work and schema, runs the command in one transaction, and
 * answers 303, plain data, or `fail(status, {values, issues, refusal})`. The same token sent twice is done once.
 */
export function formAction<S extends z.ZodType, E extends RequestEvent>(
  schema: S,
  run: (ctx: Ctx, input: z.output<S>, event: E) => Promise<Outcome>,
  options: FormOptions = {},
) {
  const action = async (event: E): Promise<Record<string, unknown> | ActionFailure<FormFailure>> => {
    const ctx = ctxOf(event);
    let values: Record<string, unknown> = {};
    const no = (status: number, refusal?: Refusal, issues: Record<string, string> = {}) =>
      fail(status, {
        values: echo(values, options.secret),
        issues,
        ...(refusal ? { refusal: { code: refusal.code, params: refusal.params, kind: refusal.kind } } : {}),
      });
    try {
      // A guest's megabytes are not even read.
      if (ctx.actor.kind === 'guest' && !options.guest) throw refuse('unauthenticated', 'web.sign_in_first');
      await options.before?.(ctx, event);
      const form = await event.request.formData().catch(() => undefined);
      if (!form) throw refuse('invalid', 'web.unreadable');
      values = readForm(form);
      const key = await admit(ctx, form, event);
      const parsed = schema.safeParse(values);
      if (!parsed.success) return no(400, undefined, issuesOf(parsed.error));
      const work = (inner: Ctx) => run(inner, parsed.data as z.output<S>, event);
      const outcome =
        options.transaction === false
          ? ((await work(ctx)) ?? {})
          : options.repeatable
            ? ((await inTransaction(ctx, work)) ?? {})
            : await once(ctx, key, work);
      if ('to' in outcome && typeof outcome.to === 'string') redirect(303, outcome.to);
      return outcome as Record<string, unknown>;
    } catch (caught) {
      if (!(caught instanceof Refusal)) throw caught;
      if (caught.kind === 'unauthenticated') throw asKitError(ctx, caught, event);
      return no(caught.status, caught);
    }
  };
  // The bad-input run reads these from the route.
  return Object.assign(action, { schema: schema as z.ZodType, options });
}

/** Same-site, a fresh token of this visitor, and for guests the work done or the wait waited. Answers the token's key. */
async function admit(ctx: Ctx, form: FormData, event: RequestEvent): Promise<Buffer> {
  needOwnSite(event.request);
  const token = readToken(ctx, String(form.get('_token') ?? ''));
  if (!token) throw refuse('conflict', 'web.stale_form');
  if (ctx.actor.kind === 'guest') {
    const bits = ctx.config.VECHE_WORK;
    const seen = await ctx.db
      .selectFrom('kernel.once')
      .select('key')
      .where('key', '=', sha256(token.id))
      .executeTakeFirst();
    const { slow, work } = ctx.app.parts.web as WebPart;
    if (!seen && bits > 0) {
      const isDone = isWorkDone(token.id, String(form.get('_work') ?? ''), bits) && work.spend(token.id);
      if (!isDone) await slow.turn();
    }
  }
  return sha256(token.id);
}

/** Runs `work` unless this token already did, then gives the first answer again. */
async function once(
  ctx: Ctx,
  key: Buffer,
  work: (ctx: Ctx) => Promise<Outcome>,
): Promise<Record<string, unknown>> {
  return inTransaction(ctx, async (inner) => {
    const day = ctx.now().toISOString().slice(0, 10);
    const first = await inner.db
      .insertInto('kernel.once')
      .values({ key, answer: '{}', day })
      .onConflict((conflict) => conflict.column('key').doNothing())
      .returning('key')
      .executeTakeFirst();
    if (!first) {
      const before = await inner.db
        .selectFrom('kernel.once')
        .select('answer')
        .where('key', '=', key)
        .executeTakeFirst();
      return (before?.answer ?? {}) as Record<string, unknown>;
    }
    const outcome = (await work(inner)) ?? {};
    // Answers that show secrets (recovery words, links) are not kept: a repeat gets the plain page.
    const kept = 'to' in outcome ? { to: outcome.to as string } : { again: true };
    await inner.db
      .updateTable('kernel.once')
      .set({ answer: JSON.stringify(kept) })
      .where('key', '=', key)
      .execute();
    return outcome as Record<string, unknown>;
  });
}

function issuesOf(error: z.ZodError): Record<string, string> {
  const issues: Record<string, string> = {};
  for (const issue of error.issues) {
    const field = issue.path.join('.') || '_form';
    // A schema's own message is a code such as `congress.title_missing`; zod's English ones are replaced by kind.
    issues[field] ??= /^[a-z_]+\.[a-z_]+$/.test(issue.message) ? issue.message : `web.issue_${issue.code}`;
  }
  return issues;
}
