import { isLang, zones, type Lang } from '#server/kernel';

/** A reading page that was asked for, in canonical form: the same page has one key. */
export interface ReadingRequest {
  key: string;
  lang: Lang;
  /** Empty: the event's own. */
  zone: string;
}

const name = /^[\w-]{1,64}$/;
const zoneSet = new Set(zones);

/** Which queries a reading page knows. Anything else in the address is ignored; free text goes to Kit. */
const programme: Record<string, (value: string) => boolean> = {
  day: (value) => value === 'all' || /^\d{1,2}$/.test(value),
  section: (value) => name.test(value),
  language: (value) => /^[a-z]{2,3}$/.test(value),
  kind: (value) => /^[a-z_]{1,20}$/.test(value),
};

const changes: typeof programme = {
  since: (value) => /^\d{1,6}$/.test(value),
  version: (value) => /^\d{1,6}$/.test(value),
  page: (value) => /^\d{1,4}$/.test(value),
};

/** Half an hour of what was said. */
const said: typeof programme = { part: (value) => /^[1-9]\d{0,2}$/.test(value) };

/** Which sound of a recording plays, and which language of its text is read. */
const recorded: typeof programme = {
  hear: (value) => /^[a-z]{2,5}$/.test(value),
  words: (value) => /^[a-z]{2,3}$/.test(value),
};
const recordings: typeof programme = {
  section: (value) => name.test(value),
  language: (value) => /^[a-z]{2,3}$/.test(value),
  page: (value) => /^[1-9]\d{0,3}$/.test(value),
};

const pages: { path: RegExp; query?: typeof programme }[] = [
  { path: /^\/(be|ru|en)$/ },
  { path: /^\/(be|ru|en)\/themes$/ },
  { path: /^\/(be|ru|en)\/series\/[\w-]{1,64}$/ },
  { path: /^\/(be|ru|en)\/t\/[\w-]{1,64}$/ },
  { path: /^\/(be|ru|en)\/s\/[\w-]{1,40}$/, query: recorded },
  { path: /^\/(be|ru|en)\/r\/[\w-]{1,40}$/, query: recorded },
  { path: /^\/(be|ru|en)\/e\/[\w-]{1,64}\/recordings$/, query: recordings },
  { path: /^\/(be|ru|en)\/s\/[\w-]{1,40}\/said\/[a-z]{2,3}$/, query: said },
  { path: /^\/(be|ru|en)\/p\/[\w-]{1,40}$/ },
  { path: /^\/(be|ru|en)\/e\/[\w-]{1,64}\/(programme|print|widget|book)$/, query: programme },
  { path: /^\/(be|ru|en)\/e\/[\w-]{1,64}\/wall\/[\w-]{1,64}$/ },
  { path: /^\/(be|ru|en)\/e\/[\w-]{1,64}\/changes$/, query: changes },
  { path: /^\/(be|ru|en)\/e\/[\w-]{1,64}\/sections\/[\w-]{1,64}$/ },
  { path: /^\/(be|ru|en)\/e\/[\w-]{1,64}\/(speakers|sections)$/ },
  // The form of registration and the lounge answer one visitor.
  { path: /^\/(be|ru|en)\/e\/[\w-]{1,64}(\/(?!(register|lounge)$)[\w-]{1,64})?$/ },
];

/** The reading page behind an address, or undefined when Kit must answer it. */
export function readingRequest(url: string): ReadingRequest | undefined {
  const cut = url.indexOf('?');
  const path = cut < 0 ? url : url.slice(0, cut);
  const page = pages.find((one) => one.path.test(path));
  const lang = path.split('/', 2)[1];
  if (!page || !isLang(lang)) return undefined;
  if (cut < 0) return { key: path, lang, zone: '' };
  const asked = new URLSearchParams(url.slice(cut + 1));
  if (asked.get('q')) return undefined;
  const kept = new URLSearchParams();
  for (const [field, knows] of Object.entries(page.query ?? {})) {
    const value = asked.get(field);
    if (value && knows(value)) kept.set(field, value);
  }
  const zone = asked.get('zone') ?? '';
  const known = zoneSet.has(zone) ? zone : '';
  if (known) kept.set('zone', known);
  return { key: kept.size > 0 ? `${path}?${kept}` : path, lang, zone: known };
}
