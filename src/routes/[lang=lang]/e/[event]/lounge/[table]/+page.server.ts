import * as congress from '#server/congress';
import * as live from '#server/live';
import type { Ctx } from '#server/kernel';
import { declare, pageLoad } from '#server/web';
import { meetingForm } from '../../../../meeting-acts.ts';
import { titlesOf } from '../titles.ts';
import { tableOf } from './table-of.ts';

export const _page = declare({ kind: 'working', may: 'everyone' });

interface At {
  params: Partial<Record<string, string>>;
}
const back = (ctx: Ctx, { params }: At): { to: string } => ({
  to: `/${ctx.lang}/e/${params.event}/lounge/${params.table}`,
});

export const load = pageLoad(async (ctx, event: At & { locals: App.Locals }) => {
  const found = await congress.getEvent(ctx, event.params.event ?? '');
  const table = await live.getLoungeTable(ctx, found.slug, event.params.table ?? '');
  const { isOpen } = await live.getLounge(ctx, found.slug);
  return {
    event: { slug: found.slug, title: found.title },
    table: { ...table, title: titlesOf(found)(table) },
    view: isOpen ? await live.getGathering(ctx, table.id) : undefined,
  };
});

export const actions = {
  sit: meetingForm('sit', tableOf, back),
  leave: meetingForm('leave', tableOf, back),
  remove: meetingForm('remove', tableOf, back),
  let_back: meetingForm('let_back', tableOf, back),
  notes: meetingForm('notes', tableOf, back),
};
