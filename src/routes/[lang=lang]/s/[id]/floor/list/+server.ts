import { json } from '@sveltejs/kit';
import * as congress from '#server/congress';
import { Refusal } from '#server/kernel';
import * as live from '#server/live';
import { ctxOf, declare } from '#server/web';
import { floorRows } from '../rows.ts';
import { shareRows } from '../shares.ts';

export const _page = declare({ kind: 'endpoint', may: 'everyone' });

/** The list as it stands, for a page that is open: the same for everybody. */
export const GET = async (event) => {
  const ctx = ctxOf(event);
  try {
    await congress.getSession(ctx, event.params.id);
    const floor = await live.getFloor(ctx, event.params.id);
    return json(
      {
        revision: floor.revision,
        waiting: floorRows(ctx.t, floor.waiting),
        shares: shareRows(ctx.t, floor.shares),
      },
      { headers: { 'cache-control': 'no-store' } },
    );
  } catch (error) {
    if (error instanceof Refusal) return json({ code: error.code }, { status: error.status });
    throw error;
  }
};
