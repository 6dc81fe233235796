import { asSystem, audit, inTransaction, type Ctx } from '#server/kernel';
import * as themes from '#server/themes';
import { needOrganiser } from './access.ts';

/** Takes a thesaurus in (SKOS as Turtle). Refuses whoever isn't an organiser, and what `themes.importSkos` refuses. */
export async function importThemes(ctx: Ctx, turtle: string): Promise<themes.SkosImport> {
  return inTransaction(ctx, async (inner) => {
    await needOrganiser(inner);
    const done = await themes.importSkos(asSystem(inner, 'themes'), turtle);
    await audit(inner, 'congress.import_themes', 'themes', { concepts: done.concepts });
    return done;
  });
}
