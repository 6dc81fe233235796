import { clockText, type Share } from '#lib/floor/index.ts';
import type { Translate } from '#server/kernel';
import type { FloorView } from '#server/live';

export interface ShareRow {
  name: string;
  time: string;
  percent: number;
  speeches: number;
  /** All of it in words. */
  text: string;
}

/** Shares of time in the reader's words; groups only where somebody named one. */
export function shareRows(
  t: Translate,
  { kinds, groups, people }: FloorView['shares'],
): Record<'kinds' | 'groups' | 'people', ShareRow[]> {
  const rows = (shares: readonly Share[], nameOf: (of: string | undefined) => string): ShareRow[] =>
    shares.map(({ of, ms, percent, speeches }) => {
      const [name, time] = [nameOf(of), clockText(ms)];
      return { name, time, percent, speeches, text: t('floor.shares.what', { name, percent, time }) };
    });
  return {
    kinds: rows(kinds, (of) => t(`floor.kind.${of}`)),
    groups: groups.some(({ of }) => of) ? rows(groups, (of) => of ?? t('floor.shares.no_group')) : [],
    people: rows(people, (of) => of ?? t('floor.shares.no_name')),
  };
}
