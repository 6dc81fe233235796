import * as congress from '#server/congress';
import * as live from '#server/live';
import * as recordings from '#server/recordings';
import { declare, formAction, pageLoad } from '#server/web';
import { z } from 'zod';
import { backTo, sessionIdOf } from '../address.ts';

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
    isRecorded: session.record,
    own: await recordings.findOwnConsent(ctx, session.id),
    seat,
    statement,
    takesStatements: live.takesStatements(),
    isListed: await live.isPlayedListed(ctx, session.id),
    note,
    dueIn: seat?.dueAt
      ? Math.max(0, Math.ceil((seat.dueAt.getTime() - serverNow.getTime()) / 1000))
      : undefined,
    isInvited: await live.isInvited(ctx, session.id),
    opens: await live.findCrewParts(ctx, session.id),
  };
});

const back = backTo('backstage');

export const actions = {
  take: formAction(live.seatInput, async (ctx, input, event) => {
    const id = sessionIdOf(event);
    if (await live.isInvited(ctx, id)) await live.takeSeat(ctx, id, input.shownAs);
    else {
      // Nobody gets into the hall by this page; who is there already may be called something else.
      await live.needHeard(ctx, id);
      await live.enterHall(ctx, id, input.shownAs);
    }
    return back(ctx, event);
  }),
  choose: formAction(live.choiceInput, async (ctx, input, event) => {
    const id = sessionIdOf(event);
    await live.choose(ctx, id, input);
    return back(ctx, event);
  }),
  notYet: formAction(z.object({}), async (ctx, _input, event) => {
    const id = sessionIdOf(event);
    await live.sayNotYet(ctx, id);
    return back(ctx, event);
  }),
  statement: formAction(
    live.statementInput,
    async (ctx, { file, listed }, event) => {
      const id = sessionIdOf(event);
      await live.giveStatement(ctx, id, Buffer.from(await file.arrayBuffer()), listed);
      return back(ctx, event, '#statement');
    },
    { before: (ctx, event) => live.needSeat(ctx, sessionIdOf(event)) },
  ),
  unstatement: formAction(z.object({}), async (ctx, _input, event) => {
    const id = sessionIdOf(event);
    await live.removeStatement(ctx, id);
    return back(ctx, event, '#statement');
  }),
  forget: formAction(z.object({}), async (ctx, _input, event) => {
    await live.needHeard(ctx, sessionIdOf(event));
    await live.forgetOwnPlayed(ctx, sessionIdOf(event));
    return back(ctx, event, '#statement');
  }),
  leave: formAction(z.object({}), async (ctx, _input, event) => {
    const id = sessionIdOf(event);
    await live.leaveSeat(ctx, id);
    return { to: `/${ctx.lang}/s/${id}` };
  }),
};
