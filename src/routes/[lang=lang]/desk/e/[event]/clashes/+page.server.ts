import { z } from 'zod';
import * as congress from '#server/congress';
import { declare, formAction } from '#server/web';
import { severities } from '#lib/clashes/severity.ts';
import { clashKinds } from '#lib/clashes/plan.ts';
import { clashRows } from '../../../parts/clash-rows.ts';
import { eventIdOf, eventLoad, pickWords, type SentForm } from '../../../parts/guard.ts';

export const _page = declare({ kind: 'working', may: 'programme_editor' });

const most = 50;
const filters = ['kind', 'severity', 'state', 'session'] as const;

/** Every clash of an event's drafts, the accepted ones too. */
export const load = eventLoad('clashes', (ctx, desk, { url }) => {
  const ask = (name: string) => (url.searchParams.get(name) ?? '').slice(0, 100);
  const filter = Object.fromEntries(filters.map((name) => [name, ask(name)])) as Record<
    (typeof filters)[number],
    string
  >;
  const session = desk.sessions.find((one) => one.id === filter.session);
  const found = desk.clashes.filter(
    (clash) =>
      (!filter.kind || clash.kind === filter.kind) &&
      (!filter.severity || clash.severity === filter.severity) &&
      (!filter.state || (clash.accepted !== undefined) === (filter.state === 'accepted')) &&
      (!filter.session || clash.sessions.some(({ id }) => id === filter.session)),
  );
  const pages = Math.max(1, Math.ceil(found.length / most));
  const page = Math.min(pages, Math.max(1, Math.trunc(Number(url.searchParams.get('page'))) || 1));
  const query = new URLSearchParams(filters.flatMap((name) => (filter[name] ? [[name, filter[name]]] : [])));
  return {
    filter,
    kinds: [...clashKinds],
    severities: [...severities],
    open: desk.openClashes,
    total: desk.clashes.length,
    found: found.length,
    page,
    pages,
    query: String(query),
    session: session && { id: session.id, title: pickWords(session.title, ctx.lang) },
    clashes: clashRows(ctx, desk.event.zone, found.slice((page - 1) * most, page * most)),
  };
});

/** Back to the list as it was filtered; only what the list itself knows. */
function backTo({ url }: SentForm): string {
  const query = new URLSearchParams();
  for (const name of [...filters, 'page']) {
    const asked = url.searchParams.get(name);
    if (asked) query.set(name, asked.slice(0, 100));
  }
  query.set('saved', '');
  return `?${query}`;
}

export const actions = {
  accept: formAction(congress.acceptanceInput, async (ctx, input, event: SentForm) => {
    await congress.acceptClash(ctx, await eventIdOf(ctx, event.params.event), input);
    return { to: `/${ctx.lang}/desk/e/${event.params.event}/clashes${backTo(event)}` };
  }),
  reject: formAction(
    z.object({ clash: z.string().min(1).max(200) }),
    async (ctx, { clash }, event: SentForm) => {
      await congress.rejectClash(ctx, await eventIdOf(ctx, event.params.event), clash);
      return { to: `/${ctx.lang}/desk/e/${event.params.event}/clashes${backTo(event)}` };
    },
  ),
};
