import * as congress from '#server/congress';
import { audit, inTransaction, refuse, type Ctx, type Words } from '#server/kernel';
import { addMake } from '../publish/finish.ts';
import { recordingChanged, type RecordingRow } from '../publish/rows.ts';
import { handOverRecording } from '../publish/search.ts';
import { publishNow, wantPublic, withdrawNow, withdrawRecording } from '../publish/publish.ts';
import { addStore, toColumns, type Facts } from './accept.ts';
import { needRecording } from './erase.ts';
import { heldUntil } from './limits.ts';
import { needArchivist } from './uploads.ts';

/** A recording as those who work on the event see it. */
export interface DeskRecording {
  id: string;
  sessionId?: string;
  title: Words;
  section?: string;
  speakers: string[];
  heldOn?: string;
  lang?: string;
  keepUntil?: string;
  /** Of one that waits for answers: the day on which it goes for good without them. */
  goesOn?: string;
  state: 'held' | 'published' | 'withdrawn';
  made: 'raw' | 'polishing' | 'polished' | 'failed';
  /** Everybody sees it as soon as it is made, and everybody agreed. */
  isWanted: boolean;
  progress: number;
  /** A word of messages. */
  fault?: string;
  seconds: number;
  hasPicture: boolean;
  /** Made of a file that somebody handed in, not of a session's own sound. */
  isArchived: boolean;
  bytes: number;
}

const toDesk = (
  { config }: Ctx,
  row: RecordingRow,
  endedAt: Date | null | undefined,
  bytes: number,
): DeskRecording => ({
  id: row.id,
  ...(row.session_id ? { sessionId: row.session_id } : {}),
  title: row.title as Words,
  ...(row.section_id ? { section: row.section_id } : {}),
  speakers: row.speakers,
  ...(row.held_on ? { heldOn: String(row.held_on) } : {}),
  ...(row.lang ? { lang: row.lang } : {}),
  ...(row.keep_until ? { keepUntil: String(row.keep_until) } : {}),
  ...(row.state === 'held' && endedAt
    ? { goesOn: heldUntil(config, endedAt).toISOString().slice(0, 10) }
    : {}),
  state: row.state as DeskRecording['state'],
  made: row.made as DeskRecording['made'],
  isWanted: row.is_wanted,
  progress: row.progress,
  ...(row.fault ? { fault: row.fault } : {}),
  seconds: row.seconds,
  hasPicture: row.has_picture,
  isArchived: row.take_id === null,
  bytes,
});

/** All recordings of an event, whatever their state, the newest day first. Refuses who doesn't work on the event. */
export async function listDeskRecordings(ctx: Ctx, eventId: string): Promise<DeskRecording[]> {
  await needArchivist(ctx, eventId);
  const rows = await ctx.db
    .selectFrom('recordings.recording as r')
    .leftJoin('recordings.take as t', 't.id', 'r.take_id')
    .selectAll('r')
    .select('t.ended_at')
    .select((eb) =>
      eb
        .selectFrom('recordings.file as f')
        .select((sub) => sub.fn.sum<string>('f.bytes').as('bytes'))
        .whereRef('f.recording_id', '=', 'r.id')
        .as('bytes'),
    )
    .where('r.event_id', '=', eventId)
    .orderBy('r.held_on', (order) => order.desc().nullsLast())
    .orderBy('r.id')
    .execute();
  return rows.map((row) => toDesk(ctx, row, row.ended_at, Number(row.bytes ?? 0)));
}

/** Refuses like `needRecording`. */
export async function getDeskRecording(ctx: Ctx, eventId: string, id: string): Promise<DeskRecording> {
  const row = await needRecording(ctx, eventId, id);
  const take = await ctx.db
    .selectFrom('recordings.take')
    .select('ended_at')
    .where('id', '=', row.take_id)
    .executeTakeFirst();
  return toDesk(ctx, row, take?.ended_at, 0);
}

/**
 * Says anew what a recording is. One of a session's own sound stays that session's. Refuses like `needRecording` and
 * `toColumns`.
 */
export async function changeRecording(ctx: Ctx, eventSlug: string, id: string, facts: Facts): Promise<void> {
  const desk = await congress.getDesk(ctx, eventSlug);
  await inTransaction(ctx, async (inner) => {
    const row = await needRecording(inner, desk.event.id, id);
    const title = JSON.stringify(row.title);
    const columns = row.take_id
      ? { title, session_id: row.session_id, lang: facts.lang ?? null, keep_until: facts.keepUntil ?? null }
      : toColumns(desk, facts);
    const isRenamed = JSON.stringify(JSON.parse(columns.title)) !== title;
    await inner.db.updateTable('recordings.recording').set(columns).where('id', '=', id).execute();
    await audit(inner, 'recordings.facts', `recording:${id}`);
    // The title stands on its first picture, and in each of its files.
    if (isRenamed && row.made !== 'raw') await addMake(inner, id);
    await handOverRecording(inner, id);
    await recordingChanged(inner, row);
    await recordingChanged(inner, { ...row, session_id: columns.session_id });
  });
}

/**
 * Gives an archived recording to everybody, as soon as it is made. Refuses like `needRecording`, and conflict
 * (archive.not_archived) one of a session's own sound: there people's consent decides (`publishRecording`).
 */
export async function publishArchived(ctx: Ctx, eventId: string, id: string): Promise<void> {
  await inTransaction(ctx, async (inner) => {
    const row = await needRecording(inner, eventId, id);
    if (row.take_id) throw refuse('conflict', 'archive.not_archived');
    await wantPublic(inner, id);
    if (row.made === 'polished' && row.state !== 'published') await publishNow(inner, row);
    else if (row.state === 'withdrawn')
      await inner.db
        .updateTable('recordings.recording')
        .set({ state: 'held' })
        .where('id', '=', id)
        .execute();
    await recordingChanged(inner, row);
  });
}

/** Takes a recording from everybody. Refuses like `needRecording`, and one of a session's own sound like `withdrawRecording`. */
export async function withdrawFromDesk(ctx: Ctx, eventId: string, id: string): Promise<void> {
  await inTransaction(ctx, async (inner) => {
    const row = await needRecording(inner, eventId, id);
    if (row.take_id) return withdrawRecording(inner, id);
    await withdrawNow(inner, row);
  });
}

/** Begins again what failed. Refuses like `needRecording`. */
export async function retryRecording(ctx: Ctx, eventId: string, id: string): Promise<void> {
  await inTransaction(ctx, async (inner) => {
    const row = await needRecording(inner, eventId, id);
    const waits = await inner.db
      .selectFrom('recordings.upload')
      .select('id')
      .where('recording_id', '=', id)
      .executeTakeFirst();
    await inner.db.updateTable('recordings.recording').set({ fault: null }).where('id', '=', id).execute();
    await (waits ? addStore(inner, id) : addMake(inner, id));
    await recordingChanged(inner, row);
  });
}
