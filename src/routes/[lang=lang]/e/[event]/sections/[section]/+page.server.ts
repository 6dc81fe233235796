import * as congress from '#server/congress';
import * as themes from '#server/themes';
import { declare, pageLoad } from '#server/web';
import { sessionRows } from '../../../../rows.ts';

export const _page = declare({ kind: 'reading', may: 'everyone' });

export const load = pageLoad(
  async (ctx, event: { params: { event: string; section: string }; locals: App.Locals }) => {
    const section = await congress.getSection(ctx, event.params.event, event.params.section);
    const trace = await themes.getTrace(ctx, 'section', section.id);
    return {
      section,
      hasOver: section.sessions.some(({ state, kind }) => state === 'past' && kind !== 'break'),
      rows: sessionRows(ctx, section.event.zone, section.sessions, section.rooms),
      trace: { from: trace.from, came: trace.came.filter((item) => item.kind !== 'session') },
    };
  },
);
