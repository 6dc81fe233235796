import * as congress from '#server/congress';
import { declare } from '#server/web';
import { answer, eventIdFor } from '../../grid/answer.ts';
import { dayKey, nowOf } from '../draw.ts';

export const _page = declare({ kind: 'endpoint', may: 'programme_editor' });

/** What an open page of the day asks for every few seconds. */
export const GET = (event) =>
  answer(event, async (ctx) => {
    const day = Number(event.url.searchParams.get('day')) || undefined;
    const run = await congress.getRunOfShow(ctx, await eventIdFor(ctx, event.params.event), day);
    return { key: dayKey(run), now: await nowOf(ctx, run.rows) };
  });
