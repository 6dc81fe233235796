import { z } from 'zod';
import * as congress from '#server/congress';
import { refuse } from '#server/kernel';
import { declare, formAction } from '#server/web';
import { eventLoad, pickWords, type SentForm } from '../../../../../parts/guard.ts';

export const _page = declare({ kind: 'working', may: 'programme_editor' });

/** What people have asked for a session: never beside, after, who must be there. */
export const load = eventLoad('sessions', async (ctx, desk, { params }) => {
  const session = desk.sessions.find((one) => one.id === params.id);
  if (!session) throw refuse('not_found', 'congress.no_such_session');
  const byText = (a: { text: string }, b: { text: string }) => a.text.localeCompare(b.text, ctx.lang);
  return {
    id: session.id,
    title: pickWords(session.title, ctx.lang),
    rules: await congress.listRules(ctx, session.id),
    sessions: desk.sessions
      .filter((one) => one.id !== session.id && one.kind !== 'break')
      .map((one) => ({ value: one.id, text: pickWords(one.title, ctx.lang).text.slice(0, 90) }))
      .sort(byText),
    people: desk.speakers
      .map((one) => ({ value: one.id, text: pickWords(one.name, ctx.lang).text }))
      .sort(byText),
  };
});

const back = (lang: string, { params }: SentForm): { to: string } => ({
  to: `/${lang}/desk/e/${params.event}/sessions/${params.id}/rules?saved`,
});

export const actions = {
  declare: formAction(congress.ruleInput, async (ctx, input, event: SentForm) => {
    await congress.declareRule(ctx, event.params.id ?? '', input);
    return back(ctx.lang, event);
  }),
  remove: formAction(
    z.object({ rule: z.string().max(40).default('') }),
    async (ctx, { rule }, event: SentForm) => {
      await congress.removeRule(ctx, rule);
      return back(ctx.lang, event);
    },
  ),
};
