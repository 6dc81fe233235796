import { refuse } from '#server/kernel';
import * as live from '#server/live';
import { answerScript, declare, readScript } from '#server/web';
import { z } from 'zod';

export const _page = declare({ kind: 'endpoint', may: 'interpreter' });

const input = z.discriminatedUnion('act', [
  z.object({ act: z.enum(['take', 'accept', 'offer', 'withdraw', 'open', 'close', 'slower', 'ticket']) }),
  live.boothLineInput.extend({ act: z.literal('say') }),
]);

/** How the booth stands. */
export const GET = (event) =>
  answerScript(event, (ctx) => live.getBooth(ctx, event.params.id, live.langOf(event.params.language)));

/** What one does in a booth, without leaving its page, which would end the sound. */
export const POST = (event) =>
  answerScript(event, async (ctx) => {
    const [id, lang] = [event.params.id, live.langOf(event.params.language)];
    await live.needBooth(ctx, id, lang);
    const body = input.safeParse(await readScript(event));
    if (!body.success) throw refuse('invalid', 'web.unreadable');
    const { data } = body;
    switch (data.act) {
      case 'ticket':
        return live.joinBooth(ctx, id, lang);
      case 'say':
        await live.sayInBooth(ctx, id, lang, data.text);
        break;
      case 'take':
      case 'accept':
        await live.takeMicrophone(ctx, id, lang);
        break;
      case 'offer':
      case 'withdraw':
        await live.offerMicrophone(ctx, id, lang, data.act === 'offer');
        break;
      case 'open':
      case 'close':
        await live.openMicrophone(ctx, id, lang, data.act === 'open');
        break;
      case 'slower':
        await live.askSlower(ctx, id, lang);
    }
    return live.getBooth(ctx, id, lang);
  });
