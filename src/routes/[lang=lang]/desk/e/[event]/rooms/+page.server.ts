import { declare } from '#server/web';
import { shortLanguages } from '#lib/when/index.ts';
import { eventLoad, pickWords } from '../../../parts/guard.ts';

export const _page = declare({ kind: 'working', may: 'programme_editor' });

export const load = eventLoad('rooms', (ctx, desk) => ({
  rows: desk.rooms.map((room) => ({
    id: room.id,
    title: pickWords(room.title, ctx.lang),
    langs: shortLanguages(room.langs),
    capacity: room.capacity ?? '',
    sessions: desk.sessions.filter((session) => session.room === room.id).length,
  })),
}));
