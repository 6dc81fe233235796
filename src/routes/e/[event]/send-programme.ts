import type { RequestHandler } from '@sveltejs/kit';
import * as congress from '#server/congress';
import { isLang } from '#server/kernel';
import { asKitError, ctxOf } from '#server/web';
import { answerReady } from '../../conditional.ts';

/** A name that is safe on every disk and in every header. */
const safe = (part: string): string => part.replace(/[^\w-]+/g, '-').slice(0, 60);

/**
 * Sends the released programme as a file; a reader that has it already gets 304. `?lang=` chooses the language,
 * `?section=`, `?room=` and `?speaker=` a part.
 */
export const sendProgramme =
  (format: congress.ExportFormat): RequestHandler =>
  async (event) => {
    const { searchParams } = event.url;
    const asked = searchParams.get('lang');
    // Public bytes have no visitor: they are written for a guest, whoever asks.
    const ctx = event.platform!.req.veche.ctx({ lang: isLang(asked) ? asked : ctxOf(event).lang });
    const part = Object.fromEntries(
      (['section', 'room', 'speaker'] as const).flatMap((name) => {
        const value = searchParams.get(name)?.slice(0, 100);
        return value ? [[name, value]] : [];
      }),
    );
    try {
      const origin = ctx.config.origins[0] ?? event.url.origin;
      const file = await congress.exportProgramme(ctx, event.params.event!, format, { ...part, origin });
      const name = [event.params.event!, ...Object.values(part)].map(safe).join('-');
      return await answerReady(event.request, file, {
        'content-disposition': `inline; filename="${name}.${format}"`,
      });
    } catch (caught) {
      throw asKitError(ctx, caught);
    }
  };
