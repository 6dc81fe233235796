import * as accounts from '#server/accounts';
import { Refusal } from '#server/kernel';
import { asKitError, ctxOf, declare } from '#server/web';
import type { RequestHandler } from './$types';

export const _page = declare({ kind: 'endpoint', may: 'person' });

/** Everything kept of oneself, as one file. */
export const GET: RequestHandler = async (event) => {
  const ctx = ctxOf(event);
  try {
    const body = JSON.stringify(await accounts.takeMyData(ctx), null, 2);
    return new Response(body, {
      headers: {
        'content-type': 'application/json; charset=utf-8',
        // A neutral name: a list of downloads is read by others too.
        'content-disposition': 'attachment; filename="data.json"',
      },
    });
  } catch (caught) {
    throw caught instanceof Refusal ? asKitError(ctx, caught, event) : caught;
  }
};
