import { redirect } from '@sveltejs/kit';
import * as accounts from '#server/accounts';
import { ctxOf, declare } from '#server/web';
import { forgetHere } from '../sign-out.ts';
import type { RequestHandler } from './$types';

export const _page = declare({ kind: 'endpoint', may: 'everyone' });

/** Quick exit: one link, no form, nothing asked. Other sites can't follow it for the reader. */
export const GET: RequestHandler = async (event) => {
  const ctx = ctxOf(event);
  const site = event.request.headers.get('sec-fetch-site');
  if (!site || site === 'same-origin') {
    await accounts.signOut(ctx);
    forgetHere(event);
  }
  redirect(303, `/${ctx.lang}`);
};
