import type { Ctx } from '#server/kernel';
import { takeFolder } from './folders.ts';
import { readJournal, spans } from './journal.ts';
import { findTake } from './takes.ts';

/** What whoever runs a session is told of its recording; each has its sentence `recordings.trouble.<name>`. */
export type Trouble =
  'disk_full' | 'no_ffmpeg' | 'engine' | 'storage' | 'gap' | 'lost_sound' | 'lost_picture' | 'lost_voice';

/** What healed is said for so long: nobody has to do anything about it any more. */
const saidForMs = 10 * 60_000;
const known: readonly string[] = ['disk_full', 'no_ffmpeg', 'engine', 'storage'];

/**
 * Not for visitors. What is wrong with the recording of a session that goes on, and what was wrong with it in the last ten
 * minutes, the gravest first. Refuses nothing: whoever asks has shown that they run it.
 */
export async function listTroubles(ctx: Ctx, sessionId: string): Promise<Trouble[]> {
  const take = await findTake(ctx, sessionId);
  if (take?.state !== 'on') return [];
  const found = new Set<Trouble>();
  if (take.fault) found.add((known.includes(take.fault) ? take.fault : 'storage') as Trouble);
  const entries = take.epoch > 0 ? await readJournal(takeFolder(ctx.config, take.id)) : [];
  const now = ctx.now().getTime() - take.startedAt.getTime();
  if (spans(entries, now).gaps.some(({ to }) => to > now - saidForMs)) found.add('gap');
  for (const entry of entries) {
    if (entry.what !== 'fault' || entry.at < now - saidForMs) continue;
    const isOther = entry.of === 'picture' || entry.of === 'track';
    found.add(!isOther ? 'lost_sound' : entry.of === 'picture' ? 'lost_picture' : 'lost_voice');
  }
  return [...found];
}
