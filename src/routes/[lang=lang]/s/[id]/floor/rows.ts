import { reasonsText } from '#lib/floor/words.ts';
import type { Translate } from '#server/kernel';
import type { FloorView } from '#server/live';

export interface FloorRow {
  id: string;
  name: string;
  /** Kind, category and group in words. */
  what: string;
  isPoint: boolean;
  why: string;
}

/** Those who wait, in the reader's words. */
export const floorRows = (t: Translate, waiting: FloorView['waiting']): FloorRow[] =>
  waiting.map(({ id, name, kind, category, group, reasons }) => ({
    id,
    name,
    what: [
      t(`floor.kind.${kind}`),
      category ? t(`floor.category.${category}`) : '',
      group ? t('floor.group_of', { group }) : '',
    ]
      .filter(Boolean)
      .join(', '),
    isPoint: kind === 'point',
    why: reasonsText(t, reasons),
  }));
