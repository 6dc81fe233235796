/** A part of what was said is half an hour: at a fast pace some 900 lines. Links hold its number, so this never changes. */
export const partSeconds = 30 * 60;

/** The address of a second of what was said, `here` being the session's own: the page of its part, and its anchor. */
export function saidAddress(here: string, lang: string, second: number): string {
  const part = Math.floor(second / partSeconds) + 1;
  return `${here}/said/${lang}${part > 1 ? `?part=${part}` : ''}#s-${second}`;
}
