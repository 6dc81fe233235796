import { changed, inTransaction, newSecret, refuse, type Ctx } from '#server/kernel';
import { mayEdit } from '../access.ts';
import { noteEdit } from '../editing/note.ts';
import type { CongressPart } from '../released.ts';
import type { SpeakerDetails } from '../skeleton.ts';
import { drawPortrait, type Drawn } from './draw-portrait.ts';
import { getOwnSpeaker } from './own.ts';

/** Of what is sent; what is kept is a few dozen kilobytes. */
export const portraitLimit = 10 * 1024 * 1024;

/**
 * Draws the picture anew and keeps it as the speaker's draft: what was sent, its name and what it knew of place and
 * camera are thrown away. Refuses like `getOwnSpeaker`, what is no picture of the four kinds, and one too large.
 */
export async function setPortrait(ctx: Ctx, speakerId: string, sent: Uint8Array): Promise<void> {
  await getOwnSpeaker(ctx, speakerId);
  if (sent.length > portraitLimit) throw refuse('invalid', 'speaking.picture_large');
  const drawn = await inTurn(ctx, () => drawPortrait(sent));
  const name = newSecret();
  await inTransaction(ctx, async (inner) => {
    const { event } = await getOwnSpeaker(inner, speakerId);
    await retire(inner, speakerId);
    await inner.db.insertInto('congress.portrait').values({ name, speaker_id: speakerId }).execute();
    await inner.db
      .insertInto('congress.portrait_size')
      .values(drawn.map(({ pixels, bytes }) => ({ name, pixels, bytes })))
      .execute();
    await noteEdit(inner, event.id, 'speaker', [speakerId]);
  });
}

/** The motif instead, at once and everywhere: a face is not left on show until the next release. Refuses like `getOwnSpeaker`. */
export async function removePortrait(ctx: Ctx, speakerId: string): Promise<void> {
  await inTransaction(ctx, async (inner) => {
    const { event } = await getOwnSpeaker(inner, speakerId);
    await inner.db.deleteFrom('congress.portrait').where('speaker_id', '=', speakerId).execute();
    await changed(inner, `event:${event.id}`);
    await noteEdit(inner, event.id, 'speaker', [speakerId]);
  });
}

/** What the newest release shows stays until the next one; anything older goes. */
async function retire(ctx: Ctx, speakerId: string): Promise<void> {
  const shown = await releasedPortrait(ctx, speakerId);
  await ctx.db
    .deleteFrom('congress.portrait')
    .where('speaker_id', '=', speakerId)
    .$if(shown !== undefined, (query) => query.where('name', '<>', shown!))
    .execute();
  await ctx.db
    .updateTable('congress.portrait')
    .set({ replaced: true })
    .where('speaker_id', '=', speakerId)
    .execute();
}

async function releasedPortrait(ctx: Ctx, speakerId: string): Promise<string | undefined> {
  const row = await ctx.db
    .selectFrom('congress.released_speaker as released')
    .innerJoin('congress.event as event', 'event.id', 'released.event_id')
    .select('released.details')
    .where('released.speaker_id', '=', speakerId)
    .where('event.status', '=', 'published')
    .executeTakeFirst();
  return (row?.details as SpeakerDetails | undefined)?.portrait;
}

/** A speaker's own draft of a portrait. Not for the door. */
export async function findPortrait(
  ctx: Ctx,
  speakerId: string,
): Promise<{ name: string; sizes: number[] } | undefined> {
  const rows = await ctx.db
    .selectFrom('congress.portrait as portrait')
    .innerJoin('congress.portrait_size as size', 'size.name', 'portrait.name')
    .select(['portrait.name', 'size.pixels'])
    .where('portrait.speaker_id', '=', speakerId)
    .where('portrait.replaced', '=', false)
    .orderBy('size.pixels')
    .execute();
  const [first] = rows;
  return first && { name: first.name, sizes: rows.map((row) => row.pixels) };
}

/** Whether the picture that a release names is still there. Not for the door. */
export async function hasPortrait(ctx: Ctx, name: string): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('congress.portrait')
    .select('name')
    .where('name', '=', name)
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * One size of a portrait; `isPublic` when the newest release shows it. Refuses with `not_found` an unknown one, and
 * one that no release shows to whoever is neither its speaker nor staff.
 */
export async function getPortrait(
  ctx: Ctx,
  name: string,
  pixels: number,
): Promise<{ bytes: Buffer; isPublic: boolean }> {
  const missing = refuse('not_found', 'speaking.no_such_picture');
  if (!/^[\w-]{16,64}$/.test(name) || !Number.isInteger(pixels) || pixels > 4096) throw missing;
  const row = await ctx.db
    .selectFrom('congress.portrait_size as size')
    .innerJoin('congress.portrait as portrait', 'portrait.name', 'size.name')
    .innerJoin('congress.speaker as speaker', 'speaker.id', 'portrait.speaker_id')
    .select(['size.bytes', 'portrait.speaker_id', 'speaker.event_id'])
    .where('size.name', '=', name)
    // The size asked for; of a small picture the largest there is.
    .where('size.pixels', '<=', pixels)
    .orderBy('size.pixels', 'desc')
    .executeTakeFirst();
  if (!row) throw missing;
  const isPublic = (await releasedPortrait(ctx, row.speaker_id)) === name;
  if (!isPublic && ctx.actor.kind === 'guest') throw missing;
  if (!isPublic && !(await mayEdit(ctx, row.event_id)))
    await getOwnSpeaker(ctx, row.speaker_id).catch(() => {
      throw missing;
    });
  return { bytes: row.bytes, isPublic };
}

/** One picture at a time: each takes a second of a core and up to some hundred megabytes. */
async function inTurn(ctx: Ctx, work: () => Promise<Drawn[]>): Promise<Drawn[]> {
  const part = ctx.app.parts.congress as CongressPart | undefined;
  if (!part) return work();
  const turn = (part.drawing ?? Promise.resolve()).then(work, work);
  part.drawing = turn.then(
    () => undefined,
    () => undefined,
  );
  return turn;
}
