import { refuse, type Ctx } from '#server/kernel';
import * as live from '#server/live';

/** The closed meeting in an address; refuses everything else that has one. */
export async function closedOf(
  ctx: Ctx,
  { params }: { params: Partial<Record<string, string>> },
): Promise<string> {
  const view = await live.getGathering(ctx, params.meeting ?? '');
  if (view.kind !== 'closed') throw refuse('not_found', 'meetings.none');
  return view.id;
}
