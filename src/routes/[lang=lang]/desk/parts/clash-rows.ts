import type * as congress from '#server/congress';
import type { Translate } from '#server/kernel';
import { languageNames, makeWhen } from '#lib/when/index.ts';

interface Said {
  text: string;
  lang: string;
}

/** A clash as a list shows it. */
export interface ClashRow {
  key: string;
  severity: 'stop' | 'warn' | 'note';
  /** What kind, with its figure: "room too small by 20 seats". */
  what: string;
  /** The room, the person or the language it is about. */
  name?: Said;
  /** Empty when none of its sessions has a time. */
  when: string;
  sessions: { id: string; title: Said }[];
  accepted?: string;
}

export function clashRows(
  { t, lang }: { t: Translate; lang: string },
  zone: string,
  clashes: readonly congress.ShownClash[],
): ClashRow[] {
  const when = makeWhen(lang, zone);
  return clashes.map(({ key, kind, severity, amount = 0, accepted, ...clash }) => {
    // Of two the later begins while the earlier lasts: that is the moment of the trouble.
    const start = clash.sessions.at(-1)?.start;
    const of =
      clash.room?.title ??
      clash.person?.title ??
      (clash.lang === undefined
        ? undefined
        : { text: languageNames[clash.lang] ?? clash.lang, lang: clash.lang });
    return {
      key,
      severity,
      what: t(`clashes.kind.${kind}`, { count: amount }),
      when: start ? `${when.date(start)}, ${when.time(start)}` : '',
      sessions: clash.sessions.map(({ id, title }) => ({ id, title })),
      ...(of && { name: of }),
      ...(accepted !== undefined && { accepted }),
    };
  });
}
