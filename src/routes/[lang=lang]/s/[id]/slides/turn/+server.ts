import { refuse } from '#server/kernel';
import * as live from '#server/live';
import { answerScript, declare, readScript } from '#server/web';

export const _page = declare({ kind: 'endpoint', may: 'speaker' });

/** Turns to a page, from the keyboard of whoever speaks. */
export const POST = (event) =>
  answerScript(event, async (ctx) => {
    const { id } = event.params;
    await live.mustGiveSlides(ctx, id);
    const asked = live.showInput.safeParse(await readScript(event));
    if (!asked.success) throw refuse('invalid', 'web.unreadable');
    await live.showSlide(ctx, id, asked.data);
    return { page: asked.data.page };
  });
