import * as recordings from '#server/recordings';
import { declare } from '#server/web';
import { printProceedings } from '../../../print-proceedings.ts';
import type { RequestHandler } from './$types';

export const _page = declare({ kind: 'endpoint', may: 'everyone' });

/** The proceedings of a session as a tagged PDF. */
export const GET: RequestHandler = (event) =>
  printProceedings(event, (ctx) => recordings.getProceedings(ctx, event.params.id));
