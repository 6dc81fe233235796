import * as congress from '#server/congress';
import { refuse } from '#server/kernel';
import { declare } from '#server/web';
import { deskLoad, headOf, pickWords } from '../../../parts/guard.ts';
import { editorWords } from './words.ts';

export const _page = declare({ kind: 'working', may: 'programme_editor' });

/** The editor's frame. What stands in it, its script asks for. */
export const load = deskLoad(async (ctx, event) => {
  const found = (await congress.listDeskEvents(ctx)).find((one) => one.slug === event.params.event);
  if (!found) throw refuse('not_found', 'congress.no_such_event');
  const { sections } = await congress.getGridFrame(ctx, found.id);
  return {
    head: headOf(ctx, { event: found }, 'grid', event),
    words: JSON.stringify(editorWords(ctx)),
    kinds: [...congress.sessionKinds],
    sections: sections.map((section) => ({ value: section.id, text: section.title })),
    title: pickWords(found.title, ctx.lang),
    eventLangs: found.langs,
  };
});
