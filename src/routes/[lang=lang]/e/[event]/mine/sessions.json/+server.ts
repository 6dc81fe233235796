import * as congress from '#server/congress';
import { asKitError, ctxOf, declare } from '#server/web';
import { answerReady } from '../../../../../conditional.ts';
import type { RequestHandler } from './$types';

export const _page = declare({ kind: 'endpoint', may: 'everyone' });

export const GET: RequestHandler = async (event) => {
  const ctx = ctxOf(event);
  try {
    return await answerReady(event.request, await congress.exportForDevices(ctx, event.params.event));
  } catch (caught) {
    throw asKitError(ctx, caught);
  }
};
