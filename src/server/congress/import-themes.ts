import { asSystem, audit, inTransaction, type Ctx } from '#server/kernel';
import * as themes from '#server/themes';
import { needOrganiser } from './access.ts';

/** Thrown to leave nothing behind of what was only tried. */
class Tried extends Error {
  done: themes.SkosImport;
  constructor(done: themes.SkosImport) {
    super('tried');
    this.done = done;
  }
}

/**
 * Takes a thesaurus in (SKOS as Turtle). With `dryRun` it says what would change and changes nothing.
 * Refuses whoever isn't an organiser, and what `themes.importSkos` refuses.
 */
export async function importThemes(
  ctx: Ctx,
  turtle: string,
  { dryRun = false }: { dryRun?: boolean } = {},
): Promise<themes.SkosImport> {
  try {
    return await inTransaction(ctx, async (inner) => {
      await needOrganiser(inner);
      const done = await themes.importSkos(asSystem(inner, 'themes'), turtle);
      if (dryRun) throw new Tried(done);
      await audit(inner, 'congress.import_themes', 'themes', { concepts: done.concepts });
      return done;
    });
  } catch (error) {
    if (error instanceof Tried) return error.done;
    throw error;
  }
}
