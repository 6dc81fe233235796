import * as congress from '#server/congress';
import { declare, formAction } from '#server/web';
import { eventIdOf, eventLoad, oneOf, pickWords, type SentForm } from '../../../../parts/guard.ts';
import { nothing } from '../../../../parts/inputs.ts';

export const _page = declare({ kind: 'working', may: 'programme_editor' });

/** One room as it is worked on; `new` is one that isn't there yet. */
export const load = eventLoad('rooms', (ctx, desk, { params, url }) => {
  const found = oneOf(desk.rooms, params.id, (one) => one.id, 'congress.no_such_room');
  return {
    id: found?.id,
    stored: found ?? { langs: desk.event.langs, position: desk.rooms.length + 1, turnover: 0, hours: [] },
    zone: desk.event.zone,
    title: found && pickWords(found.title, ctx.lang),
    removing: url.searchParams.has('remove'),
    count: desk.sessions.filter((session) => found && session.room === found.id).length,
  };
});

export const actions = {
  save: formAction(congress.roomInput, async (ctx, input, { params }: SentForm) => {
    if (params.id === 'new') await congress.createRoom(ctx, await eventIdOf(ctx, params.event), input);
    else await congress.changeRoom(ctx, params.id ?? '', input);
    return { to: `/${ctx.lang}/desk/e/${params.event}/rooms?saved` };
  }),
  remove: formAction(nothing, async (ctx, _input, { params }: SentForm) => {
    await congress.removeRoom(ctx, params.id ?? '');
    return { to: `/${ctx.lang}/desk/e/${params.event}/rooms?removed` };
  }),
};
