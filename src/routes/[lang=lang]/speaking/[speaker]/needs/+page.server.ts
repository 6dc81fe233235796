import * as congress from '#server/congress';
import { declare, formAction } from '#server/web';
import { isOwn, speakerLoad } from '../../parts/guard.ts';
import type { RequestEvent } from './$types';

export const _page = declare({ kind: 'working', may: 'person' });

/** What the organisers must know to make it possible; nobody else sees it. */
export const load = speakerLoad('needs', async (ctx, desk) => ({
  stored: await congress.getOwnNeeds(ctx, desk.id),
  langs: desk.event.langs,
}));

export const actions = {
  save: formAction(
    congress.needsInput,
    async (ctx, input, event: RequestEvent) => {
      await congress.setOwnNeeds(ctx, event.params.speaker, input);
      return { to: `/${ctx.lang}/speaking/${event.params.speaker}/needs?saved` };
    },
    { before: isOwn },
  ),
};
