import { audit, blindIndex, inTransaction, refuse, sameBytes, type Ctx, type Words } from '#server/kernel';
import { mayEdit } from './access.ts';
import type { SpeakerInput } from './inputs.ts';
import { noteEdit } from './editing/note.ts';
import { createPart, eventOf, removePart } from './parts.ts';
import { mergeName, mergeWords } from './words.ts';

export { speakerInput } from './inputs.ts';

const toColumns = (input: SpeakerInput, old: { name: Words; bio: Words }) => ({
  name: JSON.stringify(mergeName(old.name, input.name)),
  bio: JSON.stringify(mergeWords(old.bio, input.bio)),
  links: JSON.stringify(input.links),
});

/** Refuses an unknown event, who may not edit it, a speaker without a name. */
export const createSpeaker = (ctx: Ctx, eventId: string, input: SpeakerInput): Promise<string> =>
  createPart(ctx, eventId, 'speaker', (inner, id) =>
    inner.db
      .insertInto('congress.speaker')
      .values({ id, event_id: eventId, ...toColumns(input, { name: {}, bio: {} }) })
      .execute(),
  );

/** By staff, or by whom the profile is tied to. Refuses anyone else with `forbidden`, and an unknown speaker. */
export async function changeSpeaker(ctx: Ctx, id: string, input: SpeakerInput): Promise<void> {
  const eventId = await eventOf(ctx, 'speaker', id);
  await inTransaction(ctx, async (inner) => {
    const old = await inner.db
      .selectFrom('congress.speaker')
      .select(['name', 'bio', 'owner'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    const own =
      inner.actor.kind === 'person' &&
      old.owner !== null &&
      sameBytes(old.owner, ownerOf(inner, id, inner.actor.personId));
    if (inner.actor.kind === 'guest') throw refuse('unauthenticated', 'accounts.sign_in_first');
    if (!own && !(await mayEdit(inner, eventId))) throw refuse('forbidden', 'accounts.no_role');
    // First, because it waits for whoever else is changing this event.
    await noteEdit(inner, eventId, 'speaker', [id]);
    await inner.db
      .updateTable('congress.speaker')
      .set(toColumns(input, old as unknown as { name: Words; bio: Words }))
      .where('id', '=', id)
      .execute();
    // The log must not join an account to the profile that is its own.
    if (!own) await audit(inner, 'congress.change_speaker', `speaker:${id}`);
  });
}

/** Their sessions stay. Refuses an unknown speaker and who may not edit the event. */
export const removeSpeaker = (ctx: Ctx, id: string): Promise<void> => removePart(ctx, 'speaker', id);

/** A blind index of profile and person together: a dump joins no two profiles of one person. */
export const ownerOf = (ctx: Ctx, speakerId: string, personId: string): Buffer =>
  blindIndex(ctx.app.keys, 'congress.speaker.owner', `${speakerId} ${personId}`);

/** Ties a profile to who accepted its invitation, if the invitation was for a place in the same event. Not for the door. */
export async function tieSpeaker(
  ctx: Ctx,
  speakerId: string,
  personId: string,
  place: { kind: string; id: string },
): Promise<void> {
  const speaker = await ctx.db
    .selectFrom('congress.speaker')
    .select(['event_id', 'owner'])
    .where('id', '=', speakerId)
    .executeTakeFirst();
  if (!speaker) return;
  const eventId =
    place.kind === 'session' || place.kind === 'section'
      ? await eventOf(ctx, place.kind, place.id).catch(() => undefined)
      : place.kind === 'event'
        ? place.id
        : speaker.event_id;
  if (eventId !== speaker.event_id) return;
  const owner = ownerOf(ctx, speakerId, personId);
  if (speaker.owner && !sameBytes(speaker.owner, owner)) await forgetNeeds(ctx, speakerId);
  await ctx.db.updateTable('congress.speaker').set({ owner }).where('id', '=', speakerId).execute();
}

/** What somebody told the organisers in confidence is not for whoever gets the profile next. */
const forgetNeeds = (ctx: Ctx, speakerId: string) =>
  ctx.db.deleteFrom('congress.speaker_needs').where('speaker_id', '=', speakerId).execute();

export async function untieSpeaker(ctx: Ctx, speakerId: string): Promise<void> {
  await forgetNeeds(ctx, speakerId);
  await ctx.db.updateTable('congress.speaker').set({ owner: null }).where('id', '=', speakerId).execute();
}

/** The profiles tied to a person. Only by trying each: nothing that is stored joins them. */
export async function findOwnSpeakers(
  ctx: Ctx,
  personId: string,
): Promise<{ id: string; name: Words; bio: Words; links: unknown }[]> {
  const rows = await ctx.db
    .selectFrom('congress.speaker')
    .select(['id', 'name', 'bio', 'links', 'owner'])
    .where('owner', 'is not', null)
    .execute();
  return rows
    .filter((row) => sameBytes(row.owner!, ownerOf(ctx, row.id, personId)))
    .map(({ id, name, bio, links }) => ({ id, name: name as Words, bio: bio as Words, links }));
}
