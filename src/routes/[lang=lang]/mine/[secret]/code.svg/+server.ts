import { encode } from 'uqr';
import type { RequestHandler } from './$types';
import * as congress from '#server/congress';
import { asKitError, ctxOf, declare } from '#server/web';

export const _page = declare({ kind: 'endpoint', may: 'everyone' });

/** The address of this schedule as a QR code, drawn here: no other server learns it. */
export const GET: RequestHandler = async (event) => {
  const ctx = ctxOf(event);
  try {
    await congress.getPlan(ctx, event.params.secret);
    const origin = ctx.config.origins[0] ?? event.url.origin;
    const { size, data } = encode(`${origin}/${ctx.lang}/mine/${event.params.secret}`, {
      ecc: 'M',
      border: 2,
    });
    const cells = data
      .flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : '')))
      .join('');
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${size}v${size}H0z"/><path d="${cells}"/></svg>`;
    return new Response(svg, {
      headers: {
        'content-type': 'image/svg+xml; charset=utf-8',
        'cache-control': 'no-store',
        'x-robots-tag': 'noindex',
      },
    });
  } catch (caught) {
    throw asKitError(ctx, caught);
  }
};
