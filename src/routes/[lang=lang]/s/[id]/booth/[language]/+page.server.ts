import * as congress from '#server/congress';
import * as live from '#server/live';
import * as recordings from '#server/recordings';
import { declare, formAction, pageLoad } from '#server/web';
import { z } from 'zod';

export const _page = declare({ kind: 'working', may: 'interpreter' });

interface At {
  params: Partial<Record<string, string>>;
}

export const load = pageLoad(async (ctx, event: At & { locals: App.Locals }) => {
  const session = await congress.getSession(ctx, event.params.id ?? '');
  const lang = live.langOf(event.params.language);
  const booth = await live.getBooth(ctx, session.id, lang);
  const stage = await live.liveOf(ctx, session.id, session);
  return {
    session: { id: session.id, title: session.title },
    state: stage.state,
    hasEngine: stage.hasEngine,
    isRecorded: session.record,
    own: await recordings.findOwnConsent(ctx, session.id),
    booth,
    others: (await live.listBooths(ctx, session.id)).map((one) => one.lang).filter((one) => one !== lang),
    keeps: await live.keepsBooths(ctx, session.id),
    opens: await live.findCrewParts(ctx, session.id),
  };
});

const act =
  (
    run: (ctx: Parameters<typeof live.getBooth>[0], id: string, lang: string) => Promise<unknown>,
    rest = '',
  ) =>
  async (ctx: Parameters<typeof live.getBooth>[0], _input: unknown, event: At) => {
    const [id, lang] = [event.params.id ?? '', live.langOf(event.params.language)];
    await run(ctx, id, lang);
    return { to: `/${ctx.lang}/s/${id}/booth/${lang}${rest}` };
  };
const nothing = z.object({});

export const actions = {
  enter: formAction(live.boothNameInput, async (ctx, input, event) =>
    act((inner, id, lang) => live.enterBooth(inner, id, lang, input.shownAs))(ctx, input, event),
  ),
  leave: formAction(nothing, act(live.leaveBooth)),
  take: formAction(nothing, act(live.takeMicrophone)),
  accept: formAction(nothing, act(live.takeMicrophone)),
  offer: formAction(
    nothing,
    act((ctx, id, lang) => live.offerMicrophone(ctx, id, lang, true)),
  ),
  withdraw: formAction(
    nothing,
    act((ctx, id, lang) => live.offerMicrophone(ctx, id, lang, false)),
  ),
  open: formAction(
    nothing,
    act((ctx, id, lang) => live.openMicrophone(ctx, id, lang, true)),
  ),
  close: formAction(
    nothing,
    act((ctx, id, lang) => live.openMicrophone(ctx, id, lang, false)),
  ),
  slower: formAction(nothing, act(live.askSlower)),
  free: formAction(nothing, act(live.freeMicrophone)),
  say: formAction(live.boothLineInput, async (ctx, input, event) =>
    act((inner, id, lang) => live.sayInBooth(inner, id, lang, input.text), '#talk')(ctx, input, event),
  ),
};
