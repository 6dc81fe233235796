import type { Ctx } from '#server/kernel';
import * as live from '#server/live';

/** The table in an address; refuses one of another event. */
export const tableOf = async (
  ctx: Ctx,
  { params }: { params: Partial<Record<string, string>> },
): Promise<string> => (await live.getLoungeTable(ctx, params.event ?? '', params.table ?? '')).id;
