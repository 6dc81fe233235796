import { refuse, type Ctx, type Words } from '#server/kernel';
import type { SessionInput } from './inputs.ts';
import { changePart, createPart, removePart } from './parts.ts';
import { fromWallClock } from './times.ts';
import { mergeName, mergeWords } from './words.ts';

export { sessionInput } from './inputs.ts';

interface OldWords {
  title: Words;
  subtitle: Words;
  abstract: Words;
  description: Words;
}

async function toColumns(ctx: Ctx, eventId: string, input: SessionInput, old: OldWords) {
  const event = await ctx.db
    .selectFrom('congress.event')
    .select('zone')
    .where('id', '=', eventId)
    .executeTakeFirstOrThrow();
  return {
    kind: input.kind,
    status: input.status,
    title: JSON.stringify(mergeName(old.title, input.title)),
    subtitle: JSON.stringify(mergeWords(old.subtitle, input.subtitle)),
    abstract: JSON.stringify(mergeWords(old.abstract, input.abstract)),
    description: JSON.stringify(mergeWords(old.description, input.description)),
    section_id: input.section ?? null,
    room_id: input.room ?? null,
    starts_at: input.startsAt ? readStart(input.startsAt, event.zone) : null,
    minutes: input.minutes,
    ...(input.expected !== undefined && { expected: input.expected }),
    langs: input.langs,
    themes: input.themes,
    links: JSON.stringify(input.links),
    record: input.record,
  };
}

function readStart(text: string, zone: string): Date {
  try {
    return fromWallClock(text, zone);
  } catch {
    throw refuse('invalid', 'congress.no_such_time', { time: text });
  }
}

/** Refuses a room, section or speaker of another event: ids are public and could be sent by anyone. */
async function refuseStrangers(ctx: Ctx, eventId: string, input: SessionInput): Promise<void> {
  const belong = async (table: 'room' | 'section' | 'speaker', ids: string[]): Promise<void> => {
    if (ids.length === 0) return;
    const rows = await ctx.db
      .selectFrom(`congress.${table}`)
      .select('id')
      .where('event_id', '=', eventId)
      .where('removed', '=', false)
      .where('id', 'in', ids)
      .execute();
    if (rows.length < new Set(ids).size) throw refuse('invalid', `congress.no_such_${table}`);
  };
  await belong('room', input.room ? [input.room] : []);
  await belong('section', input.section ? [input.section] : []);
  await belong('speaker', input.speakers);
}

async function setSpeakers(ctx: Ctx, id: string, speakers: string[]): Promise<void> {
  await ctx.db.deleteFrom('congress.session_speaker').where('session_id', '=', id).execute();
  const rows = [...new Set(speakers)].map((speaker, position) => ({
    session_id: id,
    speaker_id: speaker,
    position,
  }));
  if (rows.length > 0) await ctx.db.insertInto('congress.session_speaker').values(rows).execute();
}

/** Refuses an unknown event, who may not edit it, a session without a title, and what belongs to another event. */
export const createSession = (ctx: Ctx, eventId: string, input: SessionInput): Promise<string> =>
  createPart(ctx, eventId, 'session', async (inner, id) => {
    await refuseStrangers(inner, eventId, input);
    const columns = await toColumns(inner, eventId, input, {
      title: {},
      subtitle: {},
      abstract: {},
      description: {},
    });
    await inner.db
      .insertInto('congress.session')
      .values({ id, event_id: eventId, ...columns })
      .execute();
    await setSpeakers(inner, id, input.speakers);
  });

/** Refuses the same, an unknown session, and one that a colleague changed since it was opened, if that is said. */
export const changeSession = (ctx: Ctx, id: string, input: SessionInput): Promise<void> =>
  changePart(ctx, 'session', id, async (inner, eventId) => {
    await refuseStrangers(inner, eventId, input);
    const old = await inner.db
      .selectFrom('congress.session')
      .select(['title', 'subtitle', 'abstract', 'description', 'version'])
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirstOrThrow();
    if (input.version !== undefined && input.version !== old.version)
      throw refuse('conflict', 'editor.changed_since');
    const columns = await toColumns(inner, eventId, input, old as unknown as OldWords);
    await inner.db.updateTable('congress.session').set(columns).where('id', '=', id).execute();
    await setSpeakers(inner, id, input.speakers);
  });

/** It stays public until the next release. Refuses an unknown session and who may not edit the event. */
export const removeSession = (ctx: Ctx, id: string): Promise<void> => removePart(ctx, 'session', id);
