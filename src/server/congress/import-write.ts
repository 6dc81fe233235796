import { sql } from 'kysely';
import type { Ctx } from '#server/kernel';
import type { Merged } from './import-merge.ts';
import type { FileRows } from './import-rows.ts';

export type AllMerged = { [Part in keyof FileRows]: Merged<FileRows[Part][number]['values']> };

/** Puts what a file changed into the drafts: a query for each table, however many rows. */
export async function writeAll(
  ctx: Ctx,
  eventId: string,
  { rooms, sections, speakers, sessions }: AllMerged,
): Promise<void> {
  const json = <T extends { id: string; key: string; hash: string; values: object }>(
    rows: T[],
    more: (row: T) => object = () => ({}),
  ) =>
    JSON.stringify(
      rows.map((row) => ({
        id: row.id,
        event_id: eventId,
        source_key: row.key,
        source_hash: row.hash,
        ...row.values,
        ...more(row),
      })),
    );
  // What goes first makes room for slugs of what comes.
  for (const [table, ids] of [
    ['room', rooms.vanished],
    ['section', sections.vanished],
    ['speaker', speakers.vanished],
  ] as const) {
    if (ids.length === 0) continue;
    await sql`update ${sql.table(`congress.${table}`)} set removed = true, source_hash = null where id = any(${ids})`.execute(
      ctx.db,
    );
  }
  if (sessions.vanished.length > 0) {
    await sql`update congress.session set status = 'deleted', source_hash = null where id = any(${sessions.vanished})`.execute(
      ctx.db,
    );
  }
  if (rooms.write.length > 0) {
    await sql`insert into congress.room (id, event_id, source_key, source_hash, slug, title, note, capacity, position, source)
      select id, event_id, source_key, source_hash, slug, title, note, capacity, position, source
      from jsonb_to_recordset(${json(rooms.write)}::jsonb) as row (id text, event_id text, source_key text, source_hash text,
        slug text, title jsonb, note jsonb, capacity integer, position integer, source jsonb)
      on conflict (id) do update set removed = false, source_hash = excluded.source_hash, slug = excluded.slug,
        title = excluded.title, note = excluded.note, capacity = excluded.capacity, position = excluded.position,
        source = excluded.source`.execute(ctx.db);
  }
  if (sections.write.length > 0) {
    await sql`insert into congress.section (id, event_id, source_key, source_hash, slug, title, hue, position)
      select id, event_id, source_key, source_hash, slug, title, hue, position
      from jsonb_to_recordset(${json(sections.write)}::jsonb) as row (id text, event_id text, source_key text,
        source_hash text, slug text, title jsonb, hue smallint, position integer)
      on conflict (id) do update set removed = false, source_hash = excluded.source_hash, slug = excluded.slug,
        title = excluded.title, hue = excluded.hue, position = excluded.position`.execute(ctx.db);
  }
  if (speakers.write.length > 0) {
    await sql`insert into congress.speaker (id, event_id, source_key, source_hash, name, bio, links, source)
      select id, event_id, source_key, source_hash, name, bio, links, source
      from jsonb_to_recordset(${json(speakers.write)}::jsonb) as row (id text, event_id text, source_key text,
        source_hash text, name jsonb, bio jsonb, links jsonb, source jsonb)
      on conflict (id) do update set removed = false, source_hash = excluded.source_hash, name = excluded.name,
        bio = excluded.bio, links = excluded.links, source = excluded.source`.execute(ctx.db);
  }
  if (sessions.write.length === 0) return;
  const rows = json(sessions.write, ({ values }) => ({
    section_id: values.section && (sections.idOf.get(values.section) ?? null),
    room_id: values.room && (rooms.idOf.get(values.room) ?? null),
  }));
  await sql`insert into congress.session (id, event_id, source_key, source_hash, kind, status, title, subtitle, abstract,
      description, section_id, room_id, starts_at, minutes, langs, links, record, source)
    select id, event_id, source_key, source_hash, kind, status, title, subtitle, abstract, description, section_id,
      room_id, starts_at, minutes, langs, links, record, source
    from jsonb_to_recordset(${rows}::jsonb) as row (id text, event_id text, source_key text, source_hash text, kind text,
      status text, title jsonb, subtitle jsonb, abstract jsonb, description jsonb, section_id text, room_id text,
      starts_at timestamptz, minutes integer, langs text[], links jsonb, record boolean, source jsonb)
    on conflict (id) do update set source_hash = excluded.source_hash, kind = excluded.kind, status = excluded.status,
      title = excluded.title, subtitle = excluded.subtitle, abstract = excluded.abstract, description = excluded.description,
      section_id = excluded.section_id, room_id = excluded.room_id, starts_at = excluded.starts_at,
      minutes = excluded.minutes, langs = excluded.langs, links = excluded.links, record = excluded.record,
      source = excluded.source`.execute(ctx.db);
  await sql`delete from congress.session_speaker where session_id = any(${sessions.write.map((row) => row.id)})`.execute(
    ctx.db,
  );
  const pairs = sessions.write.flatMap((row) =>
    row.values.speakers.flatMap((key, position) => {
      const speaker = speakers.idOf.get(key);
      return speaker ? [{ session_id: row.id, speaker_id: speaker, position }] : [];
    }),
  );
  await sql`insert into congress.session_speaker (session_id, speaker_id, position)
    select session_id, speaker_id, position from jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb)
      as row (session_id text, speaker_id text, position integer)`.execute(ctx.db);
}
