import { z } from 'zod';
import * as congress from '#server/congress';
import { refuse } from '#server/kernel';
import { declare, formAction } from '#server/web';
import { isOwn, speakerLoad } from '../../parts/guard.ts';
import type { RequestEvent } from './$types';

export const _page = declare({ kind: 'working', may: 'person' });

/** What the speaker gives with each session, who may have it and from when. */
export const load = speakerLoad('materials', async (ctx, desk) => {
  const given = await congress.listOwnMaterials(ctx, desk.id);
  return {
    sessions: desk.sessions.map(({ id, title }) => ({
      id,
      title,
      materials: given.filter((one) => one.session === id),
    })),
    // Of a session that is not public any more.
    others: given.filter((one) => !desk.sessions.some((session) => session.id === one.session)),
  };
});

export const actions = {
  give: formAction(
    congress.materialInput,
    async (ctx, { file, ...input }, event: RequestEvent) => {
      const isFile = file !== undefined && file.size > 0;
      if (isFile && file.size > congress.materialLimit) throw refuse('invalid', 'speaking.file_large');
      await congress.giveMaterial(ctx, event.params.speaker, {
        ...input,
        ...(isFile ? { bytes: Buffer.from(await file.arrayBuffer()) } : {}),
      });
      return { to: `/${ctx.lang}/speaking/${event.params.speaker}/materials?saved` };
    },
    { before: isOwn },
  ),
  take: formAction(
    z.object({ id: z.string().max(64) }),
    async (ctx, { id }, event: RequestEvent) => {
      await congress.removeMaterial(ctx, event.params.speaker, id);
      return { to: `/${ctx.lang}/speaking/${event.params.speaker}/materials?saved` };
    },
    { before: isOwn },
  ),
};
