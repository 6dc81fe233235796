import { json } from '@sveltejs/kit';
import * as congress from '#server/congress';
import { declare, pageLoad } from '#server/web';
import { eventIdOf, type DeskEvent } from '../../../../parts/guard.ts';
import { dayKey, nowOf } from '../draw.ts';

export const _page = declare({ kind: 'endpoint', may: 'programme_editor' });

/** What an open page of the day asks for every few seconds. */
export const GET = pageLoad(async (ctx, event: DeskEvent) => {
  const day = Number(event.url.searchParams.get('day')) || undefined;
  const run = await congress.getRunOfShow(ctx, await eventIdOf(ctx, event.params.event), day);
  const now = await nowOf(ctx, run.rows);
  return json({ key: dayKey(run), now }, { headers: { 'cache-control': 'no-store' } });
});
