import * as congress from '#server/congress';
import { refuse } from '#server/kernel';
import { declare, readScript } from '#server/web';
import { answer, eventIdFor } from '../answer.ts';

export const _page = declare({ kind: 'endpoint', may: 'programme_editor' });

const stream = { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store' };

/** What changed after `?since=`; to a browser that asks for events, a stream of how far the changes have come. */
export const GET = (event) =>
  answer(event, async (ctx) => {
    const id = await eventIdFor(ctx, event.params.event);
    if (event.request.headers.get('accept')?.includes('text/event-stream')) {
      const body = await congress.followEdits(ctx, id);
      if (!body) throw refuse('unavailable', 'editor.too_many');
      return new Response(body, { headers: { ...stream, 'x-accel-buffering': 'no' } });
    }
    const since = Number(/^\d{1,15}$/.exec(event.url.searchParams.get('since') ?? '')?.[0] ?? 0);
    return congress.getGridChanges(ctx, id, since);
  });

/** Places sessions, copies a break, or takes copies back. */
export const POST = (event) =>
  answer(event, async (ctx) => {
    const id = await eventIdFor(ctx, event.params.event);
    const body = await readScript(event);
    const moves = congress.gridInput.safeParse(body);
    if (moves.success) return congress.editGrid(ctx, id, moves.data);
    const copies = congress.copyInput.safeParse(body);
    if (copies.success) return congress.copyBreak(ctx, id, copies.data);
    throw refuse('invalid', 'web.unreadable');
  });
