import { shortLanguages } from '#lib/when/index.ts';
import * as congress from '#server/congress';
import { declare } from '#server/web';
import { eventLoad } from '../../../parts/guard.ts';

export const _page = declare({ kind: 'working', may: 'programme_editor' });

/** Interpreters, captioners, hosts, chairs and moderators, as the organisers call them. */
export const load = eventLoad('crew', async (ctx, desk) => ({
  rows: (await congress.listCrew(ctx, desk.event.id)).map((one) => ({
    id: one.id,
    name: one.name,
    tied: one.tied,
    langs: shortLanguages(one.langs),
    roles: one.roles.map((role) => ctx.t(`accounts.role.${role}`)).join(', '),
    sessions: one.sessions,
    hours: (one.minutes / 60).toLocaleString(ctx.lang, { maximumFractionDigits: 1 }),
  })),
}));
