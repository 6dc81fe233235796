import type { Words } from '#server/kernel';

/** What other archives are told of one recording: nothing that its public page doesn't say. */
export interface Described {
  id: string;
  /** Of its page; relative where the site has no public address. */
  address: string;
  titles: Words;
  people: string[];
  /** `2026-10-31` */
  heldOn?: string;
  langs: string[];
  section?: string;
  seconds: number;
  hasPicture: boolean;
  files: {
    path: string;
    address: string;
    mime: string;
    bytes: number;
    sha256: string;
    lang?: string;
    kind: string;
  }[];
}
export interface Publisher {
  site: string;
  event: string;
  /** Where its recordings are listed. */
  address: string;
  /** A year, where a recording has no day. */
  year: number;
}

const titlesOf = (titles: Words): [lang: string | undefined, title: string][] =>
  Object.entries(titles).flatMap(([lang, title]): [string | undefined, string][] =>
    title ? [[lang === 'und' ? undefined : lang, title]] : [],
  );

/** DataCite metadata 4.6 as its API takes it: https://schema.datacite.org/meta/kernel-4.6/ */
export function toDataCite(one: Described, by: Publisher): Record<string, unknown> {
  return {
    schemaVersion: 'http://datacite.org/schema/kernel-4',
    types: { resourceTypeGeneral: one.hasPicture ? 'Audiovisual' : 'Sound', resourceType: 'Recording' },
    identifiers: [{ identifier: one.address, identifierType: 'URL' }],
    url: one.address,
    titles: titlesOf(one.titles).map(([lang, title]) => ({ title, ...(lang ? { lang } : {}) })),
    // Somebody must have made it; where nobody is named it is the event.
    creators:
      one.people.length > 0
        ? one.people.map((name) => ({ name, nameType: 'Personal' }))
        : [{ name: by.event, nameType: 'Organizational' }],
    publisher: { name: by.site },
    publicationYear: one.heldOn ? Number(one.heldOn.slice(0, 4)) : by.year,
    ...(one.heldOn ? { dates: [{ date: one.heldOn, dateType: 'Created' }] } : {}),
    ...(one.langs[0] ? { language: one.langs[0] } : {}),
    ...(one.section ? { subjects: [{ subject: one.section }] } : {}),
    contributors: [{ name: by.event, nameType: 'Organizational', contributorType: 'HostingInstitution' }],
    formats: [...new Set(one.files.map(({ mime }) => mime))],
    sizes: [durationOf(one.seconds), ...one.files.map(({ bytes }) => `${bytes} bytes`)],
  };
}

/** ISO 8601: `PT1H2M3S`. */
export const durationOf = (seconds: number): string =>
  `PT${Math.floor(seconds / 3600)}H${Math.floor(seconds / 60) % 60}M${seconds % 60}S`;

export const escape = (text: string): string =>
  text
    // What XML 1.0 can't carry at all.

    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

const element = (name: string, text: string, lang?: string): string =>
  `  <dc:${name}${lang ? ` xml:lang="${escape(lang)}"` : ''}>${escape(text)}</dc:${name}>`;

/** Simple Dublin Core as OAI-PMH carries it: http://www.openarchives.org/OAI/2.0/oai_dc.xsd */
export function toDublinCore(one: Described, by: Publisher): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/">',
    ...titlesOf(one.titles).map(([lang, title]) => element('title', title, lang)),
    ...one.people.map((name) => element('creator', name)),
    element('publisher', by.site),
    element('source', by.event),
    ...(one.heldOn ? [element('date', one.heldOn)] : []),
    element('type', one.hasPicture ? 'MovingImage' : 'Sound'),
    ...[...new Set(one.files.map(({ mime }) => mime))].map((mime) => element('format', mime)),
    element('format', durationOf(one.seconds)),
    ...one.langs.map((lang) => element('language', lang)),
    ...(one.section ? [element('subject', one.section)] : []),
    element('identifier', one.address),
    '</oai_dc:dc>',
    '',
  ].join('\n');
}

/** One feed of all, with every file of each: https://www.rssboard.org/media-rss */
export function toMediaRss(all: readonly Described[], by: Publisher): string {
  const items = all.map((one) => {
    const [, title] = titlesOf(one.titles)[0] ?? [undefined, one.id];
    const contents = one.files
      .filter(({ kind }) => kind !== 'poster' && kind !== 'words')
      .map(
        (file) =>
          `      <media:content url="${escape(file.address)}" type="${escape(file.mime)}" fileSize="${file.bytes}" duration="${one.seconds}" medium="${file.mime.startsWith('video') ? 'video' : 'audio'}"${file.lang && file.lang !== 'floor' ? ` lang="${escape(file.lang)}"` : ''}><media:hash algo="sha-256">${file.sha256}</media:hash></media:content>`,
      );
    return [
      '  <item>',
      `    <title>${escape(title)}</title>`,
      `    <link>${escape(one.address)}</link>`,
      `    <guid isPermaLink="false">${escape(one.id)}</guid>`,
      ...(one.heldOn ? [`    <pubDate>${new Date(`${one.heldOn}T12:00:00Z`).toUTCString()}</pubDate>`] : []),
      ...one.people.map((name) => `    <media:credit role="author">${escape(name)}</media:credit>`),
      '    <media:group>',
      ...contents,
      '    </media:group>',
      '  </item>',
    ].join('\n');
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/">',
    '<channel>',
    `  <title>${escape(by.event)}</title>`,
    `  <link>${escape(by.address)}</link>`,
    `  <description>${escape(by.site)}</description>`,
    ...items,
    '</channel>',
    '</rss>',
    '',
  ].join('\n');
}
