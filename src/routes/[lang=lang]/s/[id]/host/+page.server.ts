import * as congress from '#server/congress';
import * as live from '#server/live';
import * as recordings from '#server/recordings';
import { declare, formAction, pageLoad } from '#server/web';
import { crewParts, partsForAll } from '../parts.ts';
import { backTo, sessionIdOf } from '../address.ts';

export const _page = declare({ kind: 'working', may: 'host' });

export const load = pageLoad(async (ctx, event: { params: { id: string }; url: URL; locals: App.Locals }) => {
  const session = await congress.getSession(ctx, event.params.id);
  const kit = await live.getHostKit(ctx, session.id);
  const stage = await live.liveOf(ctx, session.id, session);
  const now = ctx.now().getTime();
  return {
    session: { id: session.id, title: session.title, langs: session.langs },
    opens: await live.findCrewParts(ctx, session.id),
    stage,
    kit,
    recorded:
      kit.state === 'over'
        ? (await recordings.listRecordingsOf(ctx, session.id)).map(({ id, state }) => ({ id, state }))
        : [],
    troubles: kit.state === 'live' ? await recordings.listTroubles(ctx, session.id) : [],
    dueIn: Object.fromEntries(
      kit.seats.flatMap(({ identity, dueAt }) =>
        dueAt ? [[identity, Math.max(0, Math.ceil((dueAt.getTime() - now) / 1000))]] : [],
      ),
    ),
    more,
    isSaid: event.url.searchParams.has('said'),
  };
});

/** Pages of the session that stand in no row of tabs: the kit leads to them. */
const tabs: readonly string[] = [...partsForAll, ...crewParts];
const more = Object.keys(import.meta.glob('../*/+page.svelte'))
  .map((file) => file.split('/')[1]!)
  .filter((name) => !tabs.includes(name));

const back = backTo('host');

export const actions = {
  state: formAction(live.stateInput, async (ctx, { to }, event) => {
    const move = { backstage: live.openBackstage, live: live.goLive, over: live.endSession }[to];
    await move(ctx, sessionIdOf(event));
    return back(ctx, event);
  }),
  seat: formAction(live.seatMoveInput, async (ctx, { seat, act }, event) => {
    await live.changeSeat(ctx, sessionIdOf(event), seat, act);
    return back(ctx, event, '#people');
  }),
  statement: formAction(live.statementMoveInput, async (ctx, input, event) => {
    await live.moveStatement(ctx, sessionIdOf(event), input);
    return back(ctx, event, '#people');
  }),
  layout: formAction(live.layoutInput, async (ctx, { layout }, event) => {
    await live.arrange(ctx, sessionIdOf(event), layout);
    return back(ctx, event, '#layout');
  }),
  question: formAction(live.questionMoveInput, async (ctx, { question, to }, event) => {
    await live.moveQuestion(ctx, sessionIdOf(event), question, to);
    return back(ctx, event, '#questions');
  }),
  say: formAction(live.lineInput, async (ctx, { lang, text }, event) => {
    await live.say(ctx, sessionIdOf(event), lang, text);
    return back(ctx, event, '?said#say');
  }),
  note: formAction(live.noteInput, async (ctx, { note }, event) => {
    await live.changeNote(ctx, sessionIdOf(event), note);
    return back(ctx, event, '#note');
  }),
  backstage: formAction(live.backstageNoteInput, async (ctx, { text }, event) => {
    await live.tellBackstage(ctx, sessionIdOf(event), text);
    return back(ctx, event, '#backstage');
  }),
};
