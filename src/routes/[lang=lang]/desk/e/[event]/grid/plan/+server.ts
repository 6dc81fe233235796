import * as congress from '#server/congress';
import { declare } from '#server/web';
import { answer, eventIdFor } from '../answer.ts';

export const _page = declare({ kind: 'endpoint', may: 'programme_editor' });

/** What clashes are found in, so that the editor finds them while one drags. */
export const GET = (event) =>
  answer(event, async (ctx) => congress.getClashPlan(ctx, await eventIdFor(ctx, event.params.event)));
