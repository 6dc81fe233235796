import type { GridFrame, GridSession } from './grid.ts';

export interface Filter {
  text: string;
  section: string;
  kind: string;
  lang: string;
  clashing: boolean;
}

export const noFilter: Filter = { text: '', section: '', kind: '', lang: '', clashing: false };

export const isOn = (filter: Filter): boolean =>
  filter.clashing || Boolean(filter.text.trim() || filter.section || filter.kind || filter.lang);

/** Letters as people type them: without case, accents, and ё, ў and і told from е, у and и. */
export const folded = (text: string): string =>
  text.toLocaleLowerCase('be').normalize('NFD').replace(/\p{M}/gu, '').replaceAll('і', 'и');

/** Whether a session is among those looked for; text is found in its title and in names of its people. */
export function makeMatch(
  filter: Filter,
  frame: GridFrame,
  clashes: (id: string) => number,
): (session: GridSession) => boolean {
  const wanted = folded(filter.text.trim()).split(/\s+/).filter(Boolean);
  return (session) => {
    if (filter.section && session.section !== filter.section) return false;
    if (filter.kind && session.kind !== filter.kind) return false;
    if (filter.lang && !session.langs.includes(filter.lang)) return false;
    if (filter.clashing && clashes(session.id) === 0) return false;
    if (wanted.length === 0) return true;
    const text = folded([session.title, ...session.people.map((id) => frame.people[id] ?? '')].join(' '));
    return wanted.every((word) => text.includes(word));
  };
}
