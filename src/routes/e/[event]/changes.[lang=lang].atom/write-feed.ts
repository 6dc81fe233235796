import type { ChangeLog, VersionView } from '#server/congress';
import type { Translate } from '#server/kernel';
import {
  changeText,
  makeTeller,
  sayChange,
  sayCounts,
  versionName,
  type Teller,
} from '#lib/changes/index.ts';

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Control characters stand in no XML, however they are written. */
const escape = (text: string): string =>
  text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replace(/[&<>"]/g, (sign) => entities[sign]!);

/** The newest page of a change log as Atom (RFC 4287). Ids stay the same whatever the site is called. */
export function writeFeed(t: Translate, lang: string, origin: string, log: ChangeLog): string {
  const { event, versions } = log;
  const teller = makeTeller(t, lang, event.zone);
  const self = `${origin}/e/${event.slug}/changes.${lang}.atom`;
  const page = `${origin}/${lang}/e/${event.slug}/changes`;
  const updated = versions[0]?.at ?? new Date(0);
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${lang}">`,
    `<id>urn:veche:${event.id}:changes:${lang}</id>`,
    `<title>${escape(`${event.title.text} · ${t('changes.title')}`)}</title>`,
    `<updated>${updated.toISOString()}</updated>`,
    `<author><name>${escape(event.title.text)}</name></author>`,
    `<link rel="self" type="application/atom+xml" href="${escape(self)}"/>`,
    `<link rel="alternate" type="text/html" href="${escape(page)}"/>`,
    ...versions.map((version) => entry(teller, log, version, origin, page)),
    '</feed>',
    '',
  ].join('\n');
}

function entry(
  teller: Teller,
  { event }: ChangeLog,
  version: VersionView,
  origin: string,
  page: string,
): string {
  const { t, lang } = teller;
  const changes = version.changes.map((change) => sayChange(teller, change));
  const [first] = changes;
  const title =
    version.kind === 'correction' && first
      ? `${t('changes.correction')}: ${first.title.text}`
      : versionName(t, version);
  const summary =
    version.number === 1
      ? t('changes.first', { count: version.sessions })
      : version.touched === 0
        ? t('changes.no_sessions_changed')
        : changes.length === 0
          ? t('changes.in_numbers', { count: version.touched })
          : version.kind === 'correction'
            ? changes.map(changeText).join('. ')
            : sayCounts(t, version.counts)
                .map((one) => one.text)
                .join(', ');
  const list = changes
    .map((change) => {
      const name = escape(change.title.text);
      const shown = change.isThere
        ? `<a href="${escape(`${origin}/${lang}/s/${change.id}`)}">${name}</a>`
        : name;
      return `<li>${shown}: ${escape(changeText(change))}</li>`;
    })
    .join('');
  const more = version.more > 0 ? `<p>${escape(t('changes.more', { count: version.more }))}</p>` : '';
  return [
    '<entry>',
    `<id>urn:veche:${event.id}:version:${version.number}</id>`,
    `<title>${escape(title)}</title>`,
    `<updated>${version.at.toISOString()}</updated>`,
    `<link rel="alternate" type="text/html" href="${escape(`${page}?version=${version.number}`)}"/>`,
    `<summary>${escape(summary)}</summary>`,
    ...(list
      ? [
          `<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><ul>${list}</ul>${more}</div></content>`,
        ]
      : []),
    '</entry>',
  ].join('\n');
}
