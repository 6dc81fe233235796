import { declare } from '#server/web';
import { speakerLoad } from '../../parts/guard.ts';

export const _page = declare({ kind: 'working', may: 'person' });

/** What the software does today with what is said and given; nothing that it will do one day. */
export const load = speakerLoad('words', (_ctx, desk) => ({
  sessions: desk.sessions.map(({ id, title, record }) => ({ id, title, record })),
}));
