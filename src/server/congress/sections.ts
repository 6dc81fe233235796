import { refuse, type Ctx, type Words } from '#server/kernel';
import * as themes from '#server/themes';
import type { SectionInput } from './inputs.ts';
import { changePart, createPart, removePart } from './parts.ts';
import { mergeName, mergeWords } from './words.ts';

export { sectionInput } from './inputs.ts';

async function toColumns(ctx: Ctx, input: SectionInput, old: { title: Words; summary: Words }) {
  const theme = input.theme ? await themes.findTheme(ctx, input.theme) : undefined;
  if (input.theme && !theme) throw refuse('invalid', 'congress.no_such_theme', { theme: input.theme });
  return {
    slug: input.slug,
    title: JSON.stringify(mergeName(old.title, input.title)),
    summary: JSON.stringify(mergeWords(old.summary, input.summary)),
    concept_id: theme?.id ?? null,
    hue: input.hue,
    position: input.position,
  };
}

/** Refuses an unknown event, who may not edit it, a section without a name, a slug in use, an unknown theme. */
export const createSection = (ctx: Ctx, eventId: string, input: SectionInput): Promise<string> =>
  createPart(ctx, eventId, 'section', async (inner, id) => {
    const columns = await toColumns(inner, input, { title: {}, summary: {} });
    await inner.db
      .insertInto('congress.section')
      .values({ id, event_id: eventId, ...columns })
      .execute();
  });

/** Refuses the same, and an unknown section. */
export const changeSection = (ctx: Ctx, id: string, input: SectionInput): Promise<void> =>
  changePart(ctx, 'section', id, async (inner) => {
    const old = await inner.db
      .selectFrom('congress.section')
      .select(['title', 'summary'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    const columns = await toColumns(inner, input, old as { title: Words; summary: Words });
    await inner.db.updateTable('congress.section').set(columns).where('id', '=', id).execute();
  });

/** Its sessions stay, without a section. Refuses an unknown section and who may not edit the event. */
export const removeSection = (ctx: Ctx, id: string): Promise<void> => removePart(ctx, 'section', id);
