import * as congress from '#server/congress';
import { declare, pageLoad } from '#server/web';

export const _page = declare({ kind: 'reading', may: 'everyone' });

export const load = pageLoad(async (ctx, event: { params: { event: string }; locals: App.Locals }) => {
  const { slug, id, title, days } = await congress.getEvent(ctx, event.params.event);
  const base = `/${ctx.lang}/e/${slug}`;
  return {
    event: { slug, id, title },
    /** What a visitor may take along: nothing else is ever kept. */
    pages: [
      `${base}/programme`,
      `${base}/programme?day=all`,
      ...days.map(({ number }) => `${base}/programme?day=${number}`),
      ...days.map(({ number }) => `${base}/book?day=${number}`),
      `${base}/now`,
      `${base}/mine`,
      `${base}/mine/sessions.json`,
      `${base}/offline`,
    ],
  };
});
