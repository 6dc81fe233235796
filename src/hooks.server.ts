import type { Handle, HandleServerError } from '@sveltejs/kit/hooks';
import { findSignIn } from '#server/accounts';
import { isLang, newId, traceOf, type Ctx, type Lang, zones } from '#server/kernel';
import { signInToken } from '#server/web';

/** Request → ctx. A reading page has no visitor: it is rendered for a guest, whoever asked first. */
export const handle: Handle = async ({ event, resolve }) => {
  const { veche, guestPage } = event.platform!.req;
  const lang: Lang = guestPage?.lang ?? langOf(event.url.pathname) ?? veche.config.VECHE_LANGUAGE;
  const base = veche.ctx({
    lang,
    zone: guestPage?.zone ?? zoneOf(event.url),
    ...(guestPage ? { page: guestPage.page } : {}),
  });
  event.locals.ctx = guestPage ? base : await withVisitor(base, event);
  const response = await resolve(event, {
    transformPageChunk: ({ html }) => html.replace('%veche.lang%', lang),
    // Only our own content type decides what is preloaded: nothing is.
    preload: () => false,
  });
  // Exports say themselves how long they hold; everything personal is kept nowhere.
  if (!guestPage && !response.headers.has('cache-control')) response.headers.set('cache-control', 'no-store');
  return response;
};

/**
 * A refusal keeps its own words. What Kit itself refuses (no such page, a form from another site) gets ours. The rest is
 * a bug: an id for the reader, the class and the place for the log, nothing of what was sent.
 */
export const handleError: HandleServerError = (caught) => {
  const ctx = caught.event.locals.ctx as Ctx | undefined;
  const words = (code: string) => ({ message: ctx?.t(code) ?? code, code });
  if (caught.kind === 'app') return;
  if (caught.kind === 'framework')
    return words(caught.error.status === 404 ? 'web.no_such_page' : 'web.other_site');
  const id = newId(8);
  ctx?.log.error('a page failed', { id, route: caught.event.route.id ?? '', ...traceOf(caught.error) });
  return { ...words('web.broken'), id };
};

const langOf = (path: string): Lang | undefined => {
  const first = path.split('/', 2)[1];
  return isLang(first) ? first : undefined;
};

const zoneOf = (url: URL): string => {
  const zone = url.searchParams.get('zone') ?? '';
  return zones.includes(zone) ? zone : '';
};

/** The person behind the cookie; their own zone, unless the address names one. */
async function withVisitor(ctx: Ctx, event: Parameters<Handle>[0]['event']): Promise<Ctx> {
  const token = signInToken(event);
  const found = token ? await findSignIn(ctx, token) : undefined;
  if (!found) return ctx;
  const { personId, signInId, zone } = found;
  return { ...ctx, actor: { kind: 'person', personId, signInId }, zone: ctx.zone || (zone ?? '') };
}
