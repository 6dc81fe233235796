import { refuse, type Ctx } from '#server/kernel';
import { z } from 'zod';
import { inGathering, needInside } from './gatherings.ts';

export const sharedNotesInput = z.object({
  text: z
    .string()
    .max(20_000, 'meetings.notes_too_long')
    .transform((text) => text.toWellFormed().replaceAll('\r\n', '\n').replaceAll('\0', '')),
  version: z.coerce.number().int().min(0).max(1_000_000_000),
});

/**
 * Writes the shared notes over the version that was read. Refuses whoever is not inside, and `conflict` when somebody
 * wrote meanwhile (the page keeps what was typed beside what there is now) or the meeting is closed: it has none.
 */
export async function writeNotes(
  ctx: Ctx,
  id: string,
  { text, version }: z.infer<typeof sharedNotesInput>,
): Promise<void> {
  await inGathering(ctx, id, async (inner, row) => {
    await needInside(inner, row);
    if (row.kind === 'closed') throw refuse('conflict', 'meetings.no_notes');
    if (row.notes === text) return;
    if (row.notes_version !== version) throw refuse('conflict', 'meetings.notes_moved');
    await inner.db
      .updateTable('live.gathering')
      .set({ notes: text, notes_version: version + 1 })
      .where('id', '=', id)
      .execute();
  });
}
