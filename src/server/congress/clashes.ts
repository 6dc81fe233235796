import type { Ctx } from '#server/kernel';
import { makeClashBook } from '#lib/clashes/book.ts';
import type { ClashKind, Severity } from '#lib/clashes/plan.ts';
import { getClashPlan, readPlan } from './planning/plan.ts';
import { readNames, showClash, type ShownClash } from './planning/shown.ts';

export interface ClashFilter {
  kind?: ClashKind | undefined;
  severity?: Severity | undefined;
  /** Only what is accepted, or only what is not; both when absent. */
  accepted?: boolean | undefined;
  /** Id. */
  session?: string | undefined;
}

/**
 * The clashes of an event's drafts in the order of the programme, accepted ones too unless the filter says otherwise.
 * Refuses an unknown event, and whoever may not edit it, with `not_found`.
 */
export async function listClashes(
  ctx: Ctx,
  eventId: string,
  { kind, severity, accepted, session }: ClashFilter = {},
): Promise<ShownClash[]> {
  const book = makeClashBook(await getClashPlan(ctx, eventId));
  const found = (session === undefined ? book.all() : book.of(session)).filter(
    (clash) =>
      (kind === undefined || clash.kind === kind) &&
      (severity === undefined || clash.severity === severity) &&
      (accepted === undefined || (clash.accepted !== undefined) === accepted),
  );
  if (found.length === 0) return [];
  const names = await readNames(ctx, eventId);
  return found.map((clash) => showClash(ctx, names, clash));
}

/** Not for the door: whoever calls has asked who may see it. */
export async function clashesOf(ctx: Ctx, eventId: string): Promise<ShownClash[]> {
  const found = makeClashBook(await readPlan(ctx, eventId)).all();
  if (found.length === 0) return [];
  const names = await readNames(ctx, eventId);
  return found.map((clash) => showClash(ctx, names, clash));
}
