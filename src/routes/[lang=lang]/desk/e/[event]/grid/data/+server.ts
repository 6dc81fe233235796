import * as congress from '#server/congress';
import { declare } from '#server/web';
import { answer, eventIdFor } from '../answer.ts';

export const _page = declare({ kind: 'endpoint', may: 'programme_editor' });

/** All of an event's drafts, for the editor. */
export const GET = (event) =>
  answer(event, async (ctx) => congress.getGrid(ctx, await eventIdFor(ctx, event.params.event)));
