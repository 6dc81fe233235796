import * as congress from '#server/congress';
import * as live from '#server/live';
import { declare, formAction, pageLoad } from '#server/web';
import { z } from 'zod';
import { titlesOf } from './titles.ts';

export const _page = declare({ kind: 'working', may: 'everyone' });

interface At {
  params: Partial<Record<string, string>>;
}
const slugOf = ({ params }: At): string => params.event ?? '';
const back = (ctx: { lang: string }, event: At) => ({ to: `/${ctx.lang}/e/${slugOf(event)}/lounge` });

export const load = pageLoad(async (ctx, event: At & { locals: App.Locals }) => {
  const found = await congress.getEvent(ctx, slugOf(event));
  const lounge = await live.getLounge(ctx, slugOf(event));
  const titleOf = titlesOf(found);
  return {
    event: { slug: found.slug, title: found.title },
    lounge: { ...lounge, tables: lounge.tables.map((table) => ({ ...table, title: titleOf(table) })) },
  };
});

export const actions = {
  open: formAction(live.loungeInput, async (ctx, { open }, event: At) => {
    await live.setLounge(ctx, slugOf(event), open === 'on');
    return back(ctx, event);
  }),
  add: formAction(live.tableInput, async (ctx, input, event: At) => {
    await live.addTable(ctx, slugOf(event), input);
    return back(ctx, event);
  }),
  take_away: formAction(z.object({ table: z.string().max(40) }), async (ctx, { table }, event: At) => {
    await live.removeTable(ctx, slugOf(event), table);
    return back(ctx, event);
  }),
};
