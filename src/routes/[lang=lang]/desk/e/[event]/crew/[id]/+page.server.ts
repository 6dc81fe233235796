import { z } from 'zod';
import * as accounts from '#server/accounts';
import * as congress from '#server/congress';
import { declare, formAction } from '#server/web';
import { eventIdOf, eventLoad, type SentForm } from '../../../../parts/guard.ts';
import { nothing } from '../../../../parts/inputs.ts';

export const _page = declare({ kind: 'working', may: 'programme_editor' });

/** One of the crew; `new` is one that isn't there yet. */
export const load = eventLoad('crew', async (ctx, desk, { params, url }) => {
  const id = params.id ?? '';
  const found = id === 'new' ? undefined : await congress.getCrewDraft(ctx, desk.event.id, id);
  const held = await accounts.rolesIn(ctx, [{ kind: 'event', id: desk.event.id }]);
  return {
    id: found?.id,
    name: found?.name,
    tied: found?.tied ?? false,
    stored: found ?? { langs: [] },
    roles: congress.crewRoles.filter((role) => accounts.mayInvite(held, role)),
    removing: found !== undefined && url.searchParams.has('remove'),
  };
});

const list = (ctx: { lang: string }, { params }: SentForm, done: string) => ({
  to: `/${ctx.lang}/desk/e/${params.event}/crew?${done}`,
});

export const actions = {
  save: formAction(congress.crewInput, async (ctx, input, event: SentForm) => {
    const { id = '' } = event.params;
    if (id === 'new') await congress.createCrew(ctx, await eventIdOf(ctx, event.params.event), input);
    else await congress.changeCrew(ctx, id, input);
    return list(ctx, event, 'saved');
  }),
  remove: formAction(nothing, async (ctx, _input, event: SentForm) => {
    await congress.removeCrew(ctx, event.params.id ?? '');
    return list(ctx, event, 'removed');
  }),
  invite: formAction(
    z.object({ role: z.enum(congress.crewRoles) }),
    async (ctx, { role }, event: SentForm) => {
      const eventId = await eventIdOf(ctx, event.params.event);
      const crew = await congress.getCrewDraft(ctx, eventId, event.params.id ?? '');
      const { token } = await accounts.invite(ctx, [{ kind: 'event', id: eventId }], {
        role,
        subject: `crew:${crew.id}`,
        note: crew.name,
        days: 14,
      });
      return { link: `${event.url.origin}/${ctx.lang}/i/${token}` };
    },
  ),
};
