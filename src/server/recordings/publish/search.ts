import * as congress from '#server/congress';
import type { Ctx, Words } from '#server/kernel';
import * as search from '#server/search';
import { getLines, type Line } from '../transcript/lines.ts';
import { findRow, type RecordingRow } from './rows.ts';

/** A document of the search is so much of a transcript: its hit leads to the second it begins. */
const [partMs, partSigns] = [90_000, 900];

/** Where a recording is played: on the page of its session, or on its own. */
export const pathOf = (row: Pick<RecordingRow, 'id' | 'session_id'>): string =>
  row.session_id ? `/s/${row.session_id}` : `/r/${row.id}`;

export const groupOf = (recordingId: string): string => `recordings:${recordingId}`;

/** Of which recording a part of a transcript is, by the id of its document. */
const partId = (recordingId: string, lang: string, second: number): string =>
  `${recordingId}-${lang}-${second}`;
export const recordingOf = (partId: string): string => partId.split('-', 1)[0]!;

/** Lines put together to parts that can be found. */
export function toParts(lines: readonly Line[]): { second: number; text: string }[] {
  const parts: { second: number; from: number; text: string }[] = [];
  for (const { ms, second, text } of lines) {
    const last = parts.at(-1);
    if (last && ms - last.from < partMs && last.text.length + text.length < partSigns)
      last.text += ` ${text}`;
    else parts.push({ second, from: ms, text });
  }
  return parts.map(({ second, text }) => ({ second, text }));
}

/** Hands a recording and what is said in it to the search, or takes it away: only what is published is found. */
export async function handOverRecording(ctx: Ctx, id: string): Promise<void> {
  const group = groupOf(id);
  const row = await findRow(ctx, id);
  const event = row && (await publicEvent(ctx, row));
  if (!row || !event) return search.replaceAll(ctx, { group }, []);
  const documents: search.SearchDocument[] = [];
  const path = pathOf(row);
  const shared = { audience: 'public', event, title: row.title as Words } as const;
  if (!row.session_id)
    documents.push({
      ...{ ...shared, kind: 'recording', id, path },
      people: row.speakers.map((name) => ({ [row.lang ?? 'be']: name })),
    });
  const langs = await ctx.db
    .selectFrom('recordings.line')
    .select('lang')
    .distinct()
    .where('recording_id', '=', id)
    .execute();
  for (const { lang } of langs)
    for (const { second, text } of toParts(await getLines(ctx, row, lang)))
      documents.push({
        ...{ ...shared, kind: 'said', id: partId(id, lang, second) },
        path: `${path}?t=${second}&words=${lang}#t-${second}`,
        texts: [{ [lang]: text }],
      });
  await search.replaceAll(ctx, { group }, documents);
}

/** Slug of the event, when both it and the recording are public. */
async function publicEvent(ctx: Ctx, row: RecordingRow): Promise<string | undefined> {
  if (row.state !== 'published') return undefined;
  const events = await congress.listEvents(ctx);
  return events.find((one) => one.id === row.event_id)?.slug;
}

/** For the index made anew. */
export async function handOverAllRecordings(ctx: Ctx): Promise<void> {
  const rows = await ctx.db
    .selectFrom('recordings.recording')
    .select('id')
    .where('state', '=', 'published')
    .execute();
  for (const { id } of rows) await handOverRecording(ctx, id);
}
