import type { Ctx } from '#server/kernel';
import { writeCsv } from './formats/write-csv.ts';
import type { ProgrammeDocument, ProgrammeSession } from './formats/document.ts';
import { writeFrabXml } from './formats/write-frab.ts';
import { writeIcs } from './formats/write-ics.ts';
import { writeScheduleJson } from './formats/write-schedule-json.ts';
import { writeScheduleJson2 } from './formats/write-schedule-json-2.ts';
import { writeSchemaOrg } from './formats/write-schema-org.ts';
import { writeText } from './formats/write-text.ts';
import { writeXcal } from './formats/write-xcal.ts';

/** Every format a programme can be taken away in, as its file ends. */
export const exportFormats = ['xml', 'json', 'v2.json', 'ics', 'xcal', 'csv', 'txt', 'jsonld'] as const;
export type ExportFormat = (typeof exportFormats)[number];

export const contentTypes: Record<ExportFormat, string> = {
  xml: 'application/xml; charset=utf-8',
  json: 'application/json; charset=utf-8',
  'v2.json': 'application/json; charset=utf-8',
  ics: 'text/calendar; charset=utf-8',
  xcal: 'application/calendar+xml; charset=utf-8',
  csv: 'text/csv; charset=utf-8; header=present',
  txt: 'text/plain; charset=utf-8',
  jsonld: 'application/ld+json; charset=utf-8',
};

/** What every writer needs beside the document. */
export interface Frame {
  eventId: string;
  eventSlug: string;
  releasedAt: Date;
  /** Where addresses begin; empty when the site has none. */
  origin: string;
  /** Of our own by the key of the document. */
  idOf: (key: string) => string | undefined;
  revisionOf: (session: ProgrammeSession) => number;
  /** Title of a calendar of a part. */
  name?: string;
}

/** The document in one format. The same document in the same frame is the same bytes. */
export function writeFormat(
  { lang, t }: Pick<Ctx, 'lang' | 't'>,
  format: ExportFormat,
  document: ProgrammeDocument,
  frame: Frame,
): string {
  const { origin } = frame;
  const options = {
    lang,
    ...(origin && {
      sessionUrl: ({ key }: { key: string }) => `${origin}/${lang}/s/${frame.idOf(key) ?? key}`,
    }),
  };
  const calendar = () => ({
    ...options,
    host: `${frame.eventId}.veche`,
    stamp: frame.releasedAt,
    sequence: frame.revisionOf,
    ...(frame.name && { name: frame.name }),
  });
  switch (format) {
    case 'xml':
      return writeFrabXml(document, options);
    case 'json':
      return writeScheduleJson(document, options);
    case 'v2.json':
      return writeScheduleJson2(document, options);
    case 'ics':
      return writeIcs(document, calendar());
    case 'xcal':
      return writeXcal(document, calendar());
    case 'csv':
      return writeCsv(document, options);
    case 'txt': {
      const date = new Intl.DateTimeFormat(lang, { dateStyle: 'full', timeZone: 'UTC' });
      return writeText(document, {
        ...options,
        words: {
          day: (index, day) =>
            t('exchange.text.day', { number: index, date: date.format(new Date(`${day}T00:00:00Z`)) }),
          cancelled: t('exchange.text.cancelled'),
          zone: (zone) => t('exchange.text.zone', { zone }),
          version: (version) => t('exchange.text.version', { version }),
        },
      });
    }
    case 'jsonld':
      return writeSchemaOrg(document, {
        ...options,
        ...(origin && {
          eventUrl: `${origin}/${lang}/e/${frame.eventSlug}`,
          speakerUrl: (key: string) => `${origin}/${lang}/p/${key}`,
        }),
      });
  }
}
