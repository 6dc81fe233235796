import { refuse } from '#server/kernel';
import * as live from '#server/live';
import { answerScript, declare, readScript } from '#server/web';
import { z } from 'zod';

export const _page = declare({ kind: 'endpoint', may: 'captioner' });

const input = z.discriminatedUnion('act', [
  live.captionInput.extend({ act: z.literal('type') }),
  live.correctionOfCaption.extend({ act: z.literal('correct') }),
  live.boothNameInput.extend({ act: z.literal('take') }),
]);

/** Who types, and the newest lines. */
export const GET = (event) =>
  answerScript(event, (ctx) => live.getCaptionDesk(ctx, event.params.id, live.langOf(event.params.language)));

/** What a typist's page sends while they type. */
export const POST = (event) =>
  answerScript(event, async (ctx) => {
    const [id, lang] = [event.params.id, live.langOf(event.params.language)];
    await live.needCaptioner(ctx, id, lang);
    const body = input.safeParse(await readScript(event));
    if (!body.success) throw refuse('invalid', 'web.unreadable');
    const { data } = body;
    if (data.act === 'type') return (await live.typeCaption(ctx, id, lang, data)) ?? {};
    if (data.act === 'correct') await live.correctCaption(ctx, id, lang, data);
    else await live.takeCaptionDesk(ctx, id, lang, data.shownAs);
    return {};
  });
