import { createHash } from 'node:crypto';
import * as congress from '#server/congress';
import { pick, refuse, type Ctx, type Words } from '#server/kernel';
import { listRecordings, type RecordingItem } from '../publish/list.ts';
import { getRecording, type RecordingView } from '../recordings.ts';
import { findRow } from '../publish/rows.ts';

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
/** Control characters stand in no XML, however they are written. */
const escape = (text: string): string =>
  text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replace(/[&<>"]/g, (sign) => entities[sign]!);
const tag = (name: string, text: string): string => `<${name}>${escape(text)}</${name}>`;

const length = (seconds: number): string =>
  [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');

/** Everything of an event, newest first; a feed holds so many. */
const mostItems = 200;

async function listAll(ctx: Ctx, slug: string, filter: { section?: string; lang?: string }) {
  const first = await listRecordings(ctx, slug, filter);
  const items = [...first.items];
  for (let page = 2; page <= first.pages && items.length < mostItems; page += 1)
    items.push(...(await listRecordings(ctx, slug, { ...filter, page })).items);
  return { ...first, items };
}

/** When a feed last changed: the newest thing in it; of an empty one nothing is known. */
const newest = (items: readonly RecordingItem[]): Date | undefined =>
  items.reduce<Date | undefined>(
    (last, { publishedAt }) => (publishedAt && (!last || publishedAt > last) ? publishedAt : last),
    undefined,
  );

const ready = (text: string, type: string, at: Date | undefined): congress.Exported => ({
  bytes: Buffer.from(text),
  type,
  etag: `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`,
  ...(at ? { at } : {}),
});

/** The sound of a language: its booth's, or, where it is what was spoken, the floor's. */
function soundOf(view: RecordingView, spoken: readonly string[], lang: string) {
  const own = view.langs.includes(lang) ? lang : spoken.includes(lang) ? 'floor' : undefined;
  return view.files.find((file) => file.kind === 'audio' && file.name === `${own}.mp3`);
}

/**
 * A podcast: the sounds of one language of an event, or of one of its sections (RSS 2.0 with the tags of Apple and of
 * podcastindex.org). Refuses `not_found` an event or a section that is not public, and a language that is none.
 */
export async function writePodcast(
  ctx: Ctx,
  slug: string,
  { lang, section, origin }: { lang: string; section?: string; origin: string },
): Promise<congress.Exported> {
  if (!/^[a-z]{2,3}$/.test(lang)) throw refuse('not_found', 'recordings.no_such_recording');
  const { event, items } = await listAll(ctx, slug, { lang, ...(section ? { section } : {}) });
  const place = section ? (await congress.getSection(ctx, slug, section)).title.text : undefined;
  const query = section ? `?section=${encodeURIComponent(section)}` : '';
  const self = `${origin}/e/${slug}/podcast/${lang}.xml${query}`;
  const title = [event.title.text, place].filter(Boolean).join(' · ');
  const entries: string[] = [];
  for (const item of items) {
    const view = await getRecording(ctx, item.id);
    const file = soundOf(view, item.langs, lang);
    if (!file) continue;
    const words = view.words.find((one) => one.lang === lang) ?? view.words[0];
    entries.push(
      [
        '<item>',
        tag('title', item.title.text),
        tag('link', `${origin}/${ctx.lang}${item.path}`),
        `<guid isPermaLink="false">urn:veche:recording:${item.id}:${lang}</guid>`,
        ...(item.publishedAt ? [tag('pubDate', item.publishedAt.toUTCString())] : []),
        tag('description', [item.people.join(', '), item.heldOn].filter(Boolean).join(' · ') || title),
        `<enclosure url="${escape(origin + file.address)}" length="${file.bytes}" type="${file.mime}"/>`,
        tag('itunes:duration', length(view.seconds)),
        tag('itunes:explicit', 'false'),
        ...(item.people.length > 0 ? [tag('itunes:author', item.people.join(', '))] : []),
        ...(view.chapters.length > 0
          ? [
              `<podcast:chapters url="${escape(`${origin}/r/${item.id}/chapters.json`)}" type="application/json+chapters"/>`,
              '<psc:chapters version="1.2">',
              ...view.chapters.map(
                (one) => `<psc:chapter start="${length(one.second)}" title="${escape(one.title)}"/>`,
              ),
              '</psc:chapters>',
            ]
          : []),
        ...(words
          ? [
              `<podcast:transcript url="${escape(`${origin}/r/${item.id}/${words.lang}.vtt`)}" type="text/vtt" language="${words.lang}"/>`,
            ]
          : []),
        '</item>',
      ].join('\n'),
    );
  }
  const about = ctx.t('recordings.feed_about', { event: title });
  const at = newest(items);
  const text = [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:podcast="https://podcastindex.org/namespace/1.0" xmlns:psc="http://podlove.org/simple-chapters">',
    '<channel>',
    tag('title', title),
    tag('link', `${origin}/${ctx.lang}/e/${slug}/recordings`),
    `<atom:link rel="self" type="application/rss+xml" href="${escape(self)}"/>`,
    tag('language', lang),
    tag('description', about),
    tag('itunes:author', event.title.text),
    tag('itunes:summary', about),
    tag('itunes:explicit', 'false'),
    tag('itunes:type', 'episodic'),
    '<itunes:category text="Society &amp; Culture"/>',
    `<itunes:image href="${escape(`${origin}/motif/event/${event.id}.svg`)}"/>`,
    ...(at ? [tag('lastBuildDate', at.toUTCString())] : []),
    ...entries,
    '</channel>',
    '</rss>',
    '',
  ].join('\n');
  return ready(text, 'application/rss+xml; charset=utf-8', at);
}

/** The recordings of an event as Atom (RFC 4287). Refuses `not_found` an event that is not public. */
export async function writeRecordingsAtom(
  ctx: Ctx,
  slug: string,
  origin: string,
): Promise<congress.Exported> {
  const { event, items } = await listAll(ctx, slug, {});
  const at = newest(items);
  const text = [
    '<?xml version="1.0" encoding="utf-8"?>',
    `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${ctx.lang}">`,
    tag('id', `urn:veche:${event.id}:recordings:${ctx.lang}`),
    tag('title', `${event.title.text} · ${ctx.t('recordings.all')}`),
    tag('updated', (at ?? new Date(0)).toISOString()),
    `<author>${tag('name', event.title.text)}</author>`,
    `<link rel="self" type="application/atom+xml" href="${escape(`${origin}/e/${slug}/recordings.${ctx.lang}.atom`)}"/>`,
    `<link rel="alternate" type="text/html" href="${escape(`${origin}/${ctx.lang}/e/${slug}/recordings`)}"/>`,
    ...items.map((item) =>
      [
        '<entry>',
        tag('id', `urn:veche:recording:${item.id}`),
        tag('title', item.title.text),
        tag('updated', (item.publishedAt ?? new Date(0)).toISOString()),
        `<link rel="alternate" type="text/html" href="${escape(`${origin}/${ctx.lang}${item.path}`)}"/>`,
        ...item.people.map((name) => `<author>${tag('name', name)}</author>`),
        tag(
          'summary',
          [length(item.seconds), item.langs.join(', '), item.section?.title].filter(Boolean).join(' · '),
        ),
        '</entry>',
      ].join('\n'),
    ),
    '</feed>',
    '',
  ].join('\n');
  return ready(text, 'application/atom+xml; charset=utf-8', at);
}

/** Chapters as podcast players read them. Refuses `not_found` a recording that is not public. */
export async function writeChapters(ctx: Ctx, id: string): Promise<string> {
  const view = await getRecording(ctx, id);
  const row = await findRow(ctx, id);
  return JSON.stringify({
    version: '1.2.0',
    title: pick((row?.title ?? {}) as Words, ctx.lang).text,
    chapters: view.chapters.map((one) => ({ startTime: one.second, title: one.title })),
  });
}
