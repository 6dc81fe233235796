import * as congress from '#server/congress';
import { declare } from '#server/web';
import { ownPage } from '../account/own-page.ts';

export const _page = declare({ kind: 'working', may: 'person' });

/** The profiles and places in a crew that the reader has accepted. */
export const load = ownPage(async (ctx) => ({ exit: true, home: await congress.getSpeaking(ctx) }));
