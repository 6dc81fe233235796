/** The pages of a session in the order of its tabs, each with its word `live.part.<name>`; the first is the session itself. */
export const partsForAll = ['', 'listen', 'stage', 'text', 'floor', 'ask', 'talk', 'polls'] as const;
/** Those of the crew: each of them gets the tabs that open to them. */
export const crewParts = [
  '',
  'backstage',
  'slides',
  'languages',
  'chair',
  'host',
  'moderate',
  'questions',
] as const;

export type SessionPart =
  (typeof partsForAll)[number] | (typeof crewParts)[number] | 'meeting' | 'outcome' | 'consent';

/** The tabs of a session's pages, `here` being the session's own address. */
export const tabsOf = (
  t: (key: string) => string,
  here: string,
  names: readonly SessionPart[],
  part: SessionPart,
): { href: string; text: string; current: boolean }[] =>
  names.map((name) => ({
    href: name ? `${here}/${name}` : here,
    text: t(`live.part.${name || 'session'}`),
    current: name === part,
  }));
