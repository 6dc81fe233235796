import { changed, type Ctx } from '#server/kernel';
import { findOwnCrew, untieCrew } from '../languages/own-crew.ts';
import { findOwnSpeakers, untieSpeaker } from '../speakers.ts';
import { readSpans } from './availability.ts';
import { readMaterials } from './materials.ts';
import { readNeeds } from './needs.ts';
import { findPortrait } from './portraits.ts';

/** All that the module keeps of a person, for themselves. Not for the door. */
export async function exportOwn(ctx: Ctx, personId: string): Promise<Record<string, unknown>> {
  const speakers = [];
  for (const speaker of await findOwnSpeakers(ctx, personId)) {
    const portrait = await findPortrait(ctx, speaker.id);
    speakers.push({
      ...speaker,
      needs: await readNeeds(ctx, speaker.id),
      available: (await readSpans(ctx, speaker.id)).map((span) =>
        span.map((at) => new Date(at).toISOString()),
      ),
      portrait: portrait ? `/portrait/${portrait.name}/${portrait.sizes.at(-1)}` : null,
      materials: await readMaterials(ctx, { speaker: speaker.id }),
    });
  }
  return { speakers, crew: await findOwnCrew(ctx, personId) };
}

/** The profile is the event's; what ties it to the person goes, with the face, the files and all they told organisers. */
export async function eraseOwn(ctx: Ctx, personId: string): Promise<void> {
  for (const { id } of await findOwnSpeakers(ctx, personId)) {
    for (const table of ['speaker_needs', 'availability', 'portrait', 'material'] as const)
      await ctx.db.deleteFrom(`congress.${table}`).where('speaker_id', '=', id).execute();
    await untieSpeaker(ctx, id);
    const { event_id } = await ctx.db
      .selectFrom('congress.speaker')
      .select('event_id')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    // The face must be gone from the pages too.
    await changed(ctx, `event:${event_id}`);
  }
  for (const { id } of await findOwnCrew(ctx, personId)) await untieCrew(ctx, id);
}
