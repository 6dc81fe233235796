import { z } from 'zod';
import { languageNames, makeWhen } from '#lib/when/index.ts';
import * as congress from '#server/congress';
import { refuse, type Ctx } from '#server/kernel';
import { declare, formAction } from '#server/web';
import { eventIdOf, eventLoad, type SentForm } from '../../../../parts/guard.ts';

export const _page = declare({ kind: 'working', may: 'programme_editor' });

/** One session: in which languages it is to be had, and who of the crew does what. */
export const load = eventLoad('languages', async (ctx, desk, { params }) => {
  const matrix = await congress.getLanguageMatrix(ctx, desk.event.id);
  const row = matrix.rows.find((one) => one.id === params.id);
  const session = desk.sessions.find((one) => one.id === params.id);
  if (!session) throw refuse('not_found', 'congress.no_such_session');
  const when = makeWhen(ctx.lang, desk.event.zone);
  const crew = await congress.listCrew(ctx, desk.event.id);
  return {
    id: session.id,
    title: row?.title ?? { text: '—', lang: ctx.lang },
    when: session.start
      ? `${when.day(session.start)}, ${when.span(session.start, new Date(session.start.getTime() + session.minutes * 60_000))}`
      : '',
    room: row?.room,
    cells: (row?.cells ?? []).map((cell) => ({ ...cell, name: languageNames[cell.lang] ?? cell.lang })),
    work: await congress.listAssignments(ctx, session.id),
    crew: crew.map(({ id, name, langs }) => ({
      value: id,
      text: langs.length > 0 ? `${name} (${langs.join(', ')})` : name,
    })),
    roles: congress.crewRoles,
  };
});

/** The session must be of the event in the address: whoever works on that one may change no other through it. */
const isHere = async (ctx: Ctx, { params }: SentForm): Promise<string> =>
  (await congress.getSessionDraft(ctx, params.event ?? '', params.id ?? '')).id;

const here = (ctx: { lang: string }, { params }: SentForm) => ({
  to: `/${ctx.lang}/desk/e/${params.event}/languages/${params.id}?saved`,
});

export const actions = {
  save: formAction(congress.waysInput, async (ctx, input, event: SentForm) => {
    await isHere(ctx, event);
    await congress.setWays(ctx, await eventIdOf(ctx, event.params.event), input);
    return here(ctx, event);
  }),
  assign: formAction(congress.assignmentInput, async (ctx, input, event: SentForm) => {
    await congress.assignCrew(ctx, await isHere(ctx, event), input);
    return here(ctx, event);
  }),
  free: formAction(
    z.object({ crew: z.string().max(40), role: z.string().max(20), lang: z.string().max(3).default('') }),
    async (ctx, input, event: SentForm) => {
      await congress.unassignCrew(ctx, await isHere(ctx, event), input);
      return here(ctx, event);
    },
  ),
};
