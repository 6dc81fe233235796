import * as congress from '#server/congress';
import { addJob, audit, inTransaction, langs, newId, refuse, type Ctx, type Words } from '#server/kernel';
import { z } from 'zod';
import { recordingChanged } from '../publish/rows.ts';
import { proposeSessions } from './candidates.ts';
import { dayOf, titleOf } from './match.ts';
import { needUpload } from './uploads.ts';

const id = z.string().regex(/^[0-9a-z]{6,32}$/);
const orNone = z.literal('').transform(() => undefined);
const tongue = z.string().regex(/^[a-z]{2,3}$/, 'archive.bad_lang');

/** What is known of a recording: of one that belongs to a session the programme says it. */
export const factsInput = z.object({
  session: id.or(orNone).optional(),
  title: z.partialRecord(z.enum(langs), z.string().trim().max(300)).default({}),
  section: id.or(orNone).optional(),
  /** One in a line. */
  speakers: z
    .string()
    .max(4000)
    .default('')
    .transform((text) =>
      text
        .split(/[\n;]/)
        .map((one) => one.trim().slice(0, 200))
        .filter(Boolean)
        .slice(0, 60),
    ),
  heldOn: z.iso.date('archive.bad_day').or(orNone).optional(),
  lang: tongue.or(orNone).optional(),
  keepUntil: z.iso.date('archive.bad_day').or(orNone).optional(),
});
export type Facts = z.output<typeof factsInput>;

export const acceptInput = factsInput.extend({
  upload: id,
  /** `yes`: for everybody as soon as it is made. */
  publish: z.enum(['yes', 'no']).default('no'),
});

/** The words of a title that say something. */
const filled = (title: Facts['title']): Words =>
  Object.fromEntries(Object.entries(title).filter(([, text]) => text)) as Words;

/**
 * The columns that a recording's facts become, with what the programme says of its session. Refuses invalid a session or a
 * section of another event (archive.no_such_session, archive.no_such_section) and a recording without any title.
 */
export function toColumns(desk: congress.EventDesk, facts: Facts, fallback?: string) {
  const session = facts.session ? desk.sessions.find((one) => one.id === facts.session) : undefined;
  if (facts.session && !session) throw refuse('invalid', 'archive.no_such_session');
  if (facts.section && !desk.sections.some((one) => one.id === facts.section))
    throw refuse('invalid', 'archive.no_such_section');
  const title: Words = session ? session.title : filled(facts.title);
  const known: Words = Object.keys(title).length > 0 ? title : fallback ? { und: fallback } : {};
  if (Object.keys(known).length === 0) throw refuse('invalid', 'archive.no_title');
  return {
    session_id: session?.id ?? null,
    title: JSON.stringify(known),
    section_id: session ? (session.section ?? null) : (facts.section ?? null),
    speakers: session ? [] : facts.speakers,
    held_on: session?.startsAt?.slice(0, 10) ?? facts.heldOn ?? null,
    lang: facts.lang ?? (session?.langs.length === 1 ? session.langs[0]! : null),
    keep_until: facts.keepUntil ?? null,
  };
}

/**
 * Makes a recording of what was handed in. Refuses like `congress.getDesk` and `needUpload`, conflict (archive.not_ready) what
 * was not looked at yet or was taken before, and what `toColumns` refuses.
 */
export async function acceptUpload(
  ctx: Ctx,
  eventSlug: string,
  { upload, publish, ...facts }: z.output<typeof acceptInput>,
): Promise<string> {
  const desk = await congress.getDesk(ctx, eventSlug);
  return inTransaction(ctx, async (inner) => accept(inner, desk, upload, facts, publish === 'yes'));
}

async function accept(
  ctx: Ctx,
  desk: congress.EventDesk,
  uploadId: string,
  facts: Facts,
  isWanted: boolean,
): Promise<string> {
  const upload = await needUpload(ctx, uploadId);
  if (upload.event_id !== desk.event.id) throw refuse('not_found', 'archive.no_such_upload');
  if (upload.state !== 'ready') throw refuse('conflict', 'archive.not_ready');
  const columns = toColumns(desk, facts, titleOf(upload.name));
  const recordingId = newId(12);
  await ctx.db
    .insertInto('recordings.recording')
    .values({
      ...columns,
      id: recordingId,
      event_id: desk.event.id,
      held_on: columns.held_on ?? dayOf(upload.name) ?? null,
      seconds: upload.seconds ?? 0,
      has_picture: upload.width !== null,
      is_wanted: isWanted,
    })
    .execute();
  await ctx.db
    .updateTable('recordings.upload')
    .set({ state: 'taken', recording_id: recordingId })
    .where('id', '=', uploadId)
    .execute();
  await addStore(ctx, recordingId);
  await audit(ctx, 'recordings.accept', `recording:${recordingId}`);
  await recordingChanged(ctx, { id: recordingId, event_id: desk.event.id, session_id: columns.session_id });
  return recordingId;
}

/** The storage may be away for hours; nobody has to press anything when it is back. */
export const addStore = (ctx: Ctx, recordingId: string): Promise<void> =>
  addJob(ctx, 'recordings:store', { recordingId }, { key: `store ${recordingId}`, maxAttempts: 12 });

/** One tap for all: what was found in the programme by its name becomes the recording of that session. Answers how many. */
export async function acceptProposed(ctx: Ctx, eventSlug: string, isWanted: boolean): Promise<number> {
  const desk = await congress.getDesk(ctx, eventSlug);
  return inTransaction(ctx, async (inner) => {
    const proposed = await proposeSessions(inner, desk);
    let count = 0;
    for (const { uploadId, sessionId } of proposed) {
      await accept(inner, desk, uploadId, { session: sessionId, title: {}, speakers: [] }, isWanted);
      count += 1;
    }
    return count;
  });
}
