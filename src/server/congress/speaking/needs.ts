import { z } from 'zod';
import { inTransaction, openField, sealField, type Ctx } from '#server/kernel';
import { needReader } from '../access.ts';
import { noteEdit } from '../editing/note.ts';
import { eventOf } from '../parts.ts';
import { readSpans } from './availability.ts';
import { readMaterials, type Material } from './materials.ts';
import { getOwnSpeaker } from './own.ts';

const langs = z
  .array(z.string().regex(/^[a-z]{2,3}$/))
  .max(12)
  .default([]);
const tick = z
  .literal('yes')
  .optional()
  .transform((value) => value === 'yes');

export const needsInput = z.object({
  /** Languages they speak in. */
  langs,
  /** Languages they need to hear. */
  hears: langs,
  captions: tick,
  voiceOnly: tick,
  noCamera: tick,
  maskedVoice: tick,
  access: z.string().trim().max(1000).default(''),
});

export interface Needs {
  langs: string[];
  hears: string[];
  captions: boolean;
  voiceOnly: boolean;
  noCamera: boolean;
  maskedVoice: boolean;
  /** What they need to take part, in their own words. */
  access: string;
}

const accessOf = (row: string) => ({ table: 'congress.speaker_needs', column: 'access', row });

/** Refuses like `getOwnSpeaker`. */
export async function getOwnNeeds(ctx: Ctx, speakerId: string): Promise<Needs> {
  await getOwnSpeaker(ctx, speakerId);
  return readNeeds(ctx, speakerId);
}

/** Refuses like `getOwnSpeaker`. */
export async function setOwnNeeds(
  ctx: Ctx,
  speakerId: string,
  needs: z.output<typeof needsInput>,
): Promise<void> {
  await inTransaction(ctx, async (inner) => {
    const { event } = await getOwnSpeaker(inner, speakerId);
    const said = {
      langs: needs.langs,
      hears: needs.hears,
      captions: needs.captions,
      voice_only: needs.voiceOnly,
      no_camera: needs.noCamera,
      masked_voice: needs.maskedVoice,
      access: needs.access ? sealField(inner.app.keys, accessOf(speakerId), needs.access) : null,
    };
    await inner.db
      .insertInto('congress.speaker_needs')
      .values({ speaker_id: speakerId, ...said })
      .onConflict((conflict) => conflict.column('speaker_id').doUpdateSet(said))
      .execute();
    await noteEdit(inner, event.id, 'speaker', [speakerId]);
  });
}

/** What staff see of a speaker beside the profile. Refuses an unknown speaker, and who may not edit the event: `not_found`. */
export async function getSpeakerWishes(
  ctx: Ctx,
  speakerId: string,
): Promise<Needs & { zone: string; available: { from: Date; to: Date }[]; materials: Material[] }> {
  const eventId = await eventOf(ctx, 'speaker', speakerId);
  await needReader(ctx, eventId, 'congress.no_such_speaker');
  const spans = await readSpans(ctx, speakerId);
  const row = await ctx.db
    .selectFrom('congress.speaker_needs')
    .select('zone')
    .where('speaker_id', '=', speakerId)
    .executeTakeFirst();
  return {
    ...(await readNeeds(ctx, speakerId)),
    zone: row?.zone ?? '',
    available: spans.map(([from, to]) => ({ from: new Date(from), to: new Date(to) })),
    materials: await readMaterials(ctx, { speaker: speakerId }),
  };
}

/** Not for the door. */
export async function readNeeds(ctx: Ctx, speakerId: string): Promise<Needs> {
  const row = await ctx.db
    .selectFrom('congress.speaker_needs')
    .selectAll()
    .where('speaker_id', '=', speakerId)
    .executeTakeFirst();
  return {
    langs: row?.langs ?? [],
    hears: row?.hears ?? [],
    captions: row?.captions ?? false,
    voiceOnly: row?.voice_only ?? false,
    noCamera: row?.no_camera ?? false,
    maskedVoice: row?.masked_voice ?? false,
    access: row?.access ? openField(ctx.app.keys, accessOf(speakerId), row.access) : '',
  };
}
