import * as congress from '#server/congress';
import { refuse } from '#server/kernel';
import * as live from '#server/live';
import { declare, formAction, pageLoad } from '#server/web';
import { z } from 'zod';

/** Speakers and the crew by their invitations; whoever of the audience has a seat in the hall by that. */
export const _page = declare({ kind: 'working', may: 'person' });

export const load = pageLoad(async (ctx, event: { params: { id: string }; locals: App.Locals }) => {
  const session = await congress.getSession(ctx, event.params.id);
  const { note, seat, statement, serverNow } = await live.getBackstageNews(ctx, session.id);
  const stage = await live.liveOf(ctx, session.id, session);
  return {
    session: {
      id: session.id,
      title: session.title,
      speakers: session.speakers.map((speaker) => speaker.name.text),
    },
    stage,
    seat,
    statement,
    takesStatements: live.takesStatements(),
    note,
    dueIn: seat?.dueAt
      ? Math.max(0, Math.ceil((seat.dueAt.getTime() - serverNow.getTime()) / 1000))
      : undefined,
    isInvited: await live.isInvited(ctx, session.id),
    mayRun: await live.mayRun(ctx, session.id),
  };
});

const idOf = (params: Partial<Record<string, string>>): string => {
  if (!params.id) throw refuse('not_found', 'congress.no_such_session');
  return params.id;
};
const back = (ctx: { lang: string }, id: string): { to: string } => ({
  to: `/${ctx.lang}/s/${id}/backstage`,
});

export const actions = {
  take: formAction(live.seatInput, async (ctx, input, event) => {
    const id = idOf(event.params);
    if (await live.isInvited(ctx, id)) await live.takeSeat(ctx, id, input.shownAs);
    else {
      // Nobody gets into the hall by this page; who is there already may be called something else.
      await live.needHeard(ctx, id);
      await live.enterHall(ctx, id, input.shownAs);
    }
    return back(ctx, id);
  }),
  choose: formAction(live.choiceInput, async (ctx, input, event) => {
    const id = idOf(event.params);
    await live.choose(ctx, id, input);
    return back(ctx, id);
  }),
  notYet: formAction(z.object({}), async (ctx, _input, event) => {
    const id = idOf(event.params);
    await live.sayNotYet(ctx, id);
    return back(ctx, id);
  }),
  statement: formAction(
    live.statementInput,
    async (ctx, { file }, event) => {
      const id = idOf(event.params);
      await live.giveStatement(ctx, id, Buffer.from(await file.arrayBuffer()));
      return { to: `${back(ctx, id).to}#statement` };
    },
    { before: (ctx, event) => live.needSeat(ctx, idOf(event.params)) },
  ),
  unstatement: formAction(z.object({}), async (ctx, _input, event) => {
    const id = idOf(event.params);
    await live.removeStatement(ctx, id);
    return { to: `${back(ctx, id).to}#statement` };
  }),
  leave: formAction(z.object({}), async (ctx, _input, event) => {
    const id = idOf(event.params);
    await live.leaveSeat(ctx, id);
    return { to: `/${ctx.lang}/s/${id}` };
  }),
};
