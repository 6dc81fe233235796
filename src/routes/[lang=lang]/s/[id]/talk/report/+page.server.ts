import * as congress from '#server/congress';
import { Refusal } from '#server/kernel';
import * as live from '#server/live';
import { declare, formAction, pageLoad } from '#server/web';
import { withVoice } from '../../voice.ts';
import { sessionIdOf } from '../../address.ts';

export const _page = declare({ kind: 'working', may: 'everyone' });

export const load = pageLoad(async (ctx, event: { params: { id: string }; url: URL; locals: App.Locals }) => {
  const session = await congress.getSession(ctx, event.params.id);
  const { state } = await live.liveOf(ctx, session.id, session);
  const asked = live.reportInput.safeParse(Object.fromEntries(event.url.searchParams));
  return {
    session: { id: session.id, title: session.title },
    state,
    what: asked.data,
    thing: asked.data && (await found(live.getThing(ctx, session.id, asked.data.kind, asked.data.thing))),
  };
});

/** Undefined for what is gone meanwhile: the page says so calmly. */
const found = async <T>(work: Promise<T>): Promise<T | undefined> => {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
};

export const actions = {
  default: formAction(
    live.reportInput,
    async (ctx, report, event) => {
      const id = sessionIdOf(event);
      await congress.getSession(ctx, id);
      await withVoice(event, (voice) => live.reportThing(ctx, id, report, voice));
      return { to: `/${ctx.lang}/s/${id}/talk?reported` };
    },
    { guest: true },
  ),
};
