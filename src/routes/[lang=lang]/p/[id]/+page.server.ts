import * as congress from '#server/congress';
import * as themes from '#server/themes';
import { declare, pageLoad } from '#server/web';
import { sessionRows } from '../../rows.ts';

export const _page = declare({ kind: 'reading', may: 'everyone' });

export const load = pageLoad(async (ctx, event: { params: { id: string }; locals: App.Locals }) => {
  const speaker = await congress.getSpeaker(ctx, event.params.id);
  const trace = await themes.getTrace(ctx, 'speaker', speaker.id);
  return {
    speaker,
    rows: sessionRows(ctx, speaker.event.zone, speaker.sessions, speaker.rooms),
    trace: { from: trace.from, came: trace.came.filter((item) => item.kind !== 'session') },
  };
});
