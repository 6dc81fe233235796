import { languageNames } from '#lib/when/index.ts';
import type * as congress from '#server/congress';
import type { LoungeTable } from '#server/live';

/** The heading of a table: the section's title, the language's name, or the place as it was written. */
export const titlesOf =
  (event: congress.EventView) =>
  ({ ground, subject }: LoungeTable): { text: string; lang?: string } => {
    if (ground === 'section')
      return event.sections.find((one) => one.slug === subject)?.title ?? { text: subject };
    return { text: ground === 'language' ? (languageNames[subject] ?? subject) : subject };
  };
