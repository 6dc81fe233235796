/** Times as they are written for the reader. Formatters are dear to make, so each kind is made once per call site's `when`. */
export interface When {
  time(at: Date): string;
  /** "Saturday, 31 October". */
  day(at: Date): string;
  /** "31 October". */
  date(at: Date): string;
  weekday(at: Date): string;
  /** "11:15–12:30", with the day when the end is on another. */
  span(from: Date, to: Date): string;
  /** Calendar day in this zone, `2026-10-31`. */
  key(at: Date): string;
  /** "UTC+2". */
  offset(at: Date): string;
  zone: string;
}

export function makeWhen(lang: string, zone: string): When {
  const format = (options: Intl.DateTimeFormatOptions, locale = lang === 'en' ? 'en-GB' : lang) => {
    const formatter = new Intl.DateTimeFormat(locale, { timeZone: zone, ...options });
    return (at: Date): string => formatter.format(at);
  };
  const time = format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }, 'en-GB');
  const date = format({ day: 'numeric', month: 'long' });
  const key = format({ year: 'numeric', month: '2-digit', day: '2-digit' }, 'sv-SE');
  const weekday = format({ weekday: 'long' });
  const offset = format({ timeZoneName: 'longOffset', hour: '2-digit' }, 'en-GB');
  return {
    zone,
    time,
    date,
    key,
    weekday: (at) => capital(weekday(at)),
    day: (at) => `${capital(weekday(at))}, ${date(at)}`,
    span: (from, to) =>
      key(from) === key(to) ? `${time(from)}–${time(to)}` : `${time(from)} — ${date(to)}, ${time(to)}`,
    offset: (at) =>
      (/GMT([+-]\d\d:\d\d)?/.exec(offset(at))?.[1] ?? '+00:00')
        .replace(/^([+-])0?(\d+):00$/, 'UTC$1$2')
        .replace(/^([+-]\d\d:\d\d)$/, 'UTC$1')
        .replace('UTC+0', 'UTC'),
  };
}

/** A calendar day without a zone, `2026-10-31`, as noon in UTC: safe to format in UTC. */
export const calendarDay = (date: string): Date => new Date(`${date}T12:00:00Z`);

const capital = (text: string): string => text.charAt(0).toLocaleUpperCase('be') + text.slice(1);

export const languageNames: Record<string, string> = {
  be: 'беларуская',
  ru: 'русский',
  en: 'English',
  uk: 'українська',
  pl: 'polski',
  de: 'Deutsch',
  lt: 'lietuvių',
  fr: 'français',
};
const short: Record<string, string> = {
  be: 'бел',
  ru: 'рус',
  en: 'eng',
  uk: 'укр',
  pl: 'pol',
  de: 'deu',
  lt: 'lit',
  fr: 'fra',
};
export const shortLanguages = (langs: readonly string[]): string =>
  langs.map((lang) => short[lang] ?? lang).join(', ');
