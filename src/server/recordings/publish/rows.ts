import { changed, type Ctx, type DB } from '#server/kernel';
import type { Selectable } from 'kysely';
import type { Piece } from './pieces.ts';

export type RecordingRow = Selectable<DB['recordings.recording']>;
export type FileRow = Selectable<DB['recordings.file']>;

/** What a page that shows a recording, and one that lists those of an event, is made from. */
export const topicOf = (recordingId: string): string => `recording:${recordingId}`;
export const listTopicOf = (eventId: string): string => `recordings:${eventId}`;

export const piecesOf = (row: Pick<RecordingRow, 'pieces'>): Piece[] | undefined =>
  (row.pieces as unknown as Piece[] | null) ?? undefined;

export const findRow = (ctx: Ctx, id: string): Promise<RecordingRow | undefined> =>
  ctx.db.selectFrom('recordings.recording').selectAll().where('id', '=', id).executeTakeFirst();

/** Pages that show it are made anew: its own, its session's, and the list of its event. */
export async function recordingChanged(
  ctx: Ctx,
  row: Pick<RecordingRow, 'id' | 'event_id' | 'session_id'>,
): Promise<void> {
  await changed(
    ctx,
    topicOf(row.id),
    listTopicOf(row.event_id),
    ...(row.session_id ? [`live:${row.session_id}`] : []),
  );
}

/** Where the files of a version stand in storage. */
export const prefixOf = (id: string, version: number): string => `recordings/${id}/v${version}/`;
