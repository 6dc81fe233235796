import { refuse, sha256, type Ctx } from '#server/kernel';
import { toDocument } from './export-document.ts';
import { writeFrabXml } from './formats/write-frab.ts';
import { writeIcs } from './formats/write-ics.ts';
import { writeScheduleJson } from './formats/write-schedule-json.ts';
import { getReleased, readsEvent, type CongressPart } from './released.ts';

export const exportFormats = ['xml', 'json', 'ics'] as const;
export type ExportFormat = (typeof exportFormats)[number];

export interface Exported {
  bytes: Buffer;
  /** Content type. */
  type: string;
  etag: string;
}

const types: Record<ExportFormat, string> = {
  xml: 'application/xml; charset=utf-8',
  json: 'application/json; charset=utf-8',
  ics: 'text/calendar; charset=utf-8',
};
const kept = 24;

/**
 * The newest release in a format of the outside world, in the reader's language where the format holds one.
 * `origin` is where the addresses of sessions begin. Refuses an event that isn't public, or has no release, with `not_found`.
 */
export async function exportProgramme(
  ctx: Ctx,
  eventSlug: string,
  format: ExportFormat,
  origin = ctx.config.origins[0] ?? '',
): Promise<Exported> {
  const event = await getReleased(ctx, { slug: eventSlug });
  const { release } = event;
  if (!release) throw refuse('not_found', 'congress.nothing_released');
  readsEvent(ctx, event.id, []);
  // The same release in the same words is the same file: it is written once.
  const key = sha256(JSON.stringify([release.id, format, ctx.lang, origin, event.title])).toString(
    'base64url',
  );
  const made = (ctx.app.parts.congress as CongressPart | undefined)?.exports;
  const known = made?.get(key);
  if (known) return known;
  const document = await toDocument(ctx, event);
  const released = new Map(
    document.sessions.map(({ key }, index) => [key, event.programme.sessions[index]!]),
  );
  const options = {
    lang: ctx.lang,
    ...(origin && {
      sessionUrl: ({ key }: { key: string }) => `${origin}/${ctx.lang}/s/${released.get(key)!.id}`,
    }),
  };
  const text =
    format === 'xml'
      ? writeFrabXml(document, options)
      : format === 'json'
        ? writeScheduleJson(document, options)
        : writeIcs(document, {
            ...options,
            host: `${event.id}.veche`,
            stamp: release.at,
            sequence: ({ key }) => released.get(key)?.revision ?? 0,
          });
  const bytes = Buffer.from(text);
  const exported = {
    bytes,
    type: types[format],
    etag: `"${sha256(bytes).toString('base64url').slice(0, 22)}"`,
  };
  if (made && made.size >= kept) made.delete(made.keys().next().value!);
  made?.set(key, exported);
  return exported;
}
