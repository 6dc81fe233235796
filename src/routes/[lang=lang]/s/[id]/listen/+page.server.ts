import * as congress from '#server/congress';
import * as live from '#server/live';
import * as recordings from '#server/recordings';
import { declare, pageLoad } from '#server/web';
import { isRung } from './rungs.ts';

export const _page = declare({ kind: 'working', may: 'everyone' });

/** The ladder of a session: what plays is chosen by the address (`by`, `hear`, `back`), so that it works without JavaScript. */
export const load = pageLoad(async (ctx, event: { params: { id: string }; url: URL; locals: App.Locals }) => {
  const session = await congress.getSession(ctx, event.params.id);
  const stage = await live.liveOf(ctx, session.id, session);
  const booths = (await live.listBooths(ctx, session.id)).map(({ lang }) => lang);
  const asked = (name: string): string => event.url.searchParams.get(name) ?? '';
  // Whoever does not understand the floor begins with their own booth: it gives the floor while nobody speaks in it.
  const own = booths.includes(ctx.lang) && !session.langs.includes(ctx.lang) ? ctx.lang : 'floor';
  return {
    session: { id: session.id, title: session.title },
    stage,
    marks: await recordings.getMarks(ctx, session.id),
    booths,
    by: isRung(asked('by')) ? asked('by') : 'sound',
    isAsked: isRung(asked('by')),
    hear: booths.includes(asked('hear')) || asked('hear') === 'floor' ? asked('hear') : own,
    back: /^\d{1,3}$/.test(asked('back')) ? Math.min(600, Number(asked('back'))) : 0,
    slide: await live.currentSlide(ctx, session.id),
    lines: await live.lastLines(ctx, session.id, 24),
  };
});
