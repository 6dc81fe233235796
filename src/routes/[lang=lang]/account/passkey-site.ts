import type { Ctx } from '#server/kernel';
import type { PasskeySite } from '#server/accounts';

/** The site as this browser sees it; our server has checked the host before anybody asked. */
export const passkeySite = (ctx: Ctx, { url }: { url: URL }): PasskeySite => ({
  origin: url.origin,
  host: url.hostname,
  name: ctx.config.VECHE_NAME ?? 'Veche',
});
