import * as congress from '#server/congress';
import * as live from '#server/live';
import * as recordings from '#server/recordings';
import { declare, formAction, pageLoad } from '#server/web';
import { z } from 'zod';
import { backTo, sessionIdOf } from '../address.ts';

/** Whoever has a seat in the session, or had one; the host sees who has answered. */
export const _page = declare({ kind: 'working', may: 'person' });

export const load = pageLoad(async (ctx, event: { params: { id: string }; locals: App.Locals }) => {
  const session = await congress.getSession(ctx, event.params.id);
  const { state } = await live.liveOf(ctx, session.id, session);
  return {
    session: { id: session.id, title: session.title },
    state,
    isRecorded: session.record,
    isSettled: await recordings.isSettled(ctx, session.id),
    days: ctx.config.VECHE_CONSENT_DAYS,
    opens: await live.findCrewParts(ctx, session.id),
    own: await recordings.findOwnConsent(ctx, session.id),
    answers: (await live.mayRun(ctx, session.id)) ? await recordings.listAnswers(ctx, session.id) : undefined,
  };
});

const back = backTo('consent');

export const actions = {
  give: formAction(recordings.consentInput, async (ctx, { choice }, event) => {
    await recordings.giveConsent(ctx, sessionIdOf(event), choice);
    return back(ctx, event);
  }),
  revoke: formAction(recordings.revokeInput, async (ctx, _input, event) => {
    await recordings.revokeConsent(ctx, sessionIdOf(event));
    return back(ctx, event);
  }),
  remind: formAction(z.object({}), async (ctx, _input, event) => {
    await recordings.remindOfConsent(ctx, sessionIdOf(event));
    return back(ctx, event, '#answers');
  }),
};
