import * as congress from '#server/congress';
import * as recordings from '#server/recordings';
import { declare, pageLoad } from '#server/web';
import { shownOf } from '../../s/[id]/recorded.ts';

export const _page = declare({ kind: 'reading', may: 'everyone' });

/** A recording without a session, or one part of several of a session. */
export const load = pageLoad(async (ctx, event: { params: { id: string }; url: URL; locals: App.Locals }) => {
  const recording = await recordings.getRecording(ctx, event.params.id);
  const owner = (await congress.listEvents(ctx)).find((one) => one.id === recording.eventId);
  return {
    event: owner ? { slug: owner.slug, title: owner.title } : undefined,
    ...(await shownOf(ctx, recording, event.url.searchParams)),
  };
});
