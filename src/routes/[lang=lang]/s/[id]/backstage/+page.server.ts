import * as congress from '#server/congress';
import { refuse } from '#server/kernel';
import * as live from '#server/live';
import { declare, formAction, pageLoad } from '#server/web';
import { z } from 'zod';

export const _page = declare({ kind: 'working', may: 'speaker' });

export const load = pageLoad(async (ctx, event: { params: { id: string }; locals: App.Locals }) => {
  const session = await congress.getSession(ctx, event.params.id);
  await live.needHeard(ctx, session.id);
  const stage = await live.liveOf(ctx, session.id, session);
  const seat = await live.findSeat(ctx, session.id);
  return {
    session: {
      id: session.id,
      title: session.title,
      speakers: session.speakers.map((speaker) => speaker.name.text),
    },
    stage,
    seat,
    note: await live.getBackstageNote(ctx, session.id),
    mayRun: await live.mayRun(ctx, session.id),
  };
});

const idOf = (params: Partial<Record<string, string>>): string => {
  if (!params.id) throw refuse('not_found', 'congress.no_such_session');
  return params.id;
};

export const actions = {
  take: formAction(live.seatInput, async (ctx, input, event) => {
    const id = idOf(event.params);
    await live.takeSeat(ctx, id, input.shownAs);
    return { to: `/${ctx.lang}/s/${id}/backstage` };
  }),
  leave: formAction(z.object({}), async (ctx, _input, event) => {
    const id = idOf(event.params);
    await live.leaveSeat(ctx, id);
    return { to: `/${ctx.lang}/s/${id}` };
  }),
};
