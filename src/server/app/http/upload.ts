import { findSignIn } from '#server/accounts';
import { isLang, type Ctx } from '#server/kernel';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Veche } from '../veche.ts';
import { isOwnPage, sayNo } from './gate.ts';

/** What the recordings module takes in: files too large for a page of Kit. */
export type ReceiveUpload = (ctx: Ctx, req: IncomingMessage, res: ServerResponse) => Promise<boolean>;

export const uploadPath = /^\/upload(\/|$)/;

/** Finds who sends a file, as a page would, and lets the recordings take it. Only a page of this site may send any. */
export async function receiveUpload(
  veche: Veche,
  receive: ReceiveUpload,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const site = req.headers['sec-fetch-site'];
  if (!isOwnPage(req) || (site !== undefined && site !== 'same-origin'))
    return sayNo(res, 403, 'Only from a page of this site.', { connection: 'close' });
  if (req.headers['transfer-encoding'])
    return sayNo(res, 411, 'Say the length first.', { connection: 'close' });
  const ctx = await visitor(veche, req);
  if (ctx.actor.kind === 'guest') return sayNo(res, 401, ctx.t('web.sign_in_first'), { connection: 'close' });
  if (!(await receive(ctx, req, res))) sayNo(res, 404, 'Nothing here.');
}

async function visitor(veche: Veche, req: IncomingMessage): Promise<Ctx> {
  const asked = new URL(req.url ?? '/', 'http://host.invalid').searchParams.get('lang') ?? '';
  const ctx = veche.ctx(isLang(asked) ? { lang: asked } : {});
  const isSecure = veche.config.VECHE_PROXY && req.headers['x-forwarded-proto'] === 'https';
  const name = isSecure ? '__Host-veche' : 'veche';
  const token = (req.headers.cookie ?? '')
    .split(';')
    .map((pair) => pair.trim().split('='))
    .find(([key]) => key === name)?.[1];
  const found = token ? await findSignIn(ctx, token) : undefined;
  if (!found) return ctx;
  return { ...ctx, actor: { kind: 'person', personId: found.personId, signInId: found.signInId } };
}
