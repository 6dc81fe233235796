import * as congress from '#server/congress';
import * as live from '#server/live';
import { declare, formAction, pageLoad } from '#server/web';

export const _page = declare({ kind: 'working', may: 'captioner' });

interface At {
  params: Partial<Record<string, string>>;
}

export const load = pageLoad(async (ctx, event: At & { locals: App.Locals }) => {
  const session = await congress.getSession(ctx, event.params.id ?? '');
  const lang = live.langOf(event.params.language);
  const desk = await live.getCaptionDesk(ctx, session.id, lang);
  const stage = await live.liveOf(ctx, session.id, session);
  return {
    session: { id: session.id, title: session.title },
    state: stage.state,
    desk,
    opens: await live.findCrewParts(ctx, session.id),
  };
});

const at = ({ params }: At): [string, string] => [params.id ?? '', live.langOf(params.language)];
const back = (ctx: { lang: string }, event: At): { to: string } => {
  const [id, lang] = at(event);
  return { to: `/${ctx.lang}/s/${id}/captions/${lang}` };
};

export const actions = {
  type: formAction(live.captionInput.pick({ text: true }), async (ctx, { text }, event) => {
    await live.addCaption(ctx, ...at(event), text);
    return back(ctx, event);
  }),
  correct: formAction(live.correctionOfCaption, async (ctx, input, event) => {
    await live.correctCaption(ctx, ...at(event), input);
    return back(ctx, event);
  }),
  take: formAction(live.boothNameInput, async (ctx, { shownAs }, event) => {
    await live.takeCaptionDesk(ctx, ...at(event), shownAs);
    return back(ctx, event);
  }),
};
