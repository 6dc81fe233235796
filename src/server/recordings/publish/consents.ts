import type { Ctx } from '#server/kernel';
import { takeFolder } from '../folders.ts';
import { listConsents } from '../consent/consent.ts';
import { readJournal, spans } from '../journal.ts';

/** Who is taken out of a recording, and of what. */
export interface Cuts {
  /** Everybody heard in it has answered, and nobody decides afterwards. */
  isAgreed: boolean;
  sound: Set<string>;
  picture: Set<string>;
  words: Set<string>;
}

export const hasCuts = (cuts: Cuts): boolean => cuts.sound.size > 0 || cuts.picture.size > 0;

/** The same for the same people, whatever their order. */
export const keyOf = ({ sound, picture, words }: Cuts): string =>
  JSON.stringify([sound, picture, words].map((people) => [...people].sort()));

/** Everybody who was heard, and who was shown, in the takes of a session, from what their bots wrote down. */
async function listHeardIn(ctx: Ctx, sessionId: string): Promise<{ heard: Set<string>; shown: Set<string> }> {
  const takes = await ctx.db
    .selectFrom('recordings.take')
    .select(['id', 'state'])
    .where('session_id', '=', sessionId)
    .where('is_kept', '=', true)
    .execute();
  const [heard, shown] = [new Set<string>(), new Set<string>()];
  for (const { id } of takes) {
    const known = spans(await readJournal(takeFolder(ctx.config, id), { isOver: true }));
    for (const { identity } of [...known.tracks, ...known.heard]) heard.add(identity);
    for (const { identity } of known.pictures) if (identity !== null) shown.add(identity);
  }
  return { heard, shown };
}

/** Nothing of it is on the disk any more: it is not known who was heard. */
const isGone = (ctx: Ctx, sessionId: string) =>
  ctx.db
    .selectFrom('recordings.take')
    .select('id')
    .where('session_id', '=', sessionId)
    .where('is_kept', '=', true)
    .where('state', '=', 'gone')
    .executeTakeFirst();

/** What everybody said decides what goes into a recording of a session; nobody can decide it for them. */
export async function whoIsCut(ctx: Ctx, sessionId: string): Promise<Cuts> {
  const consents = await listConsents(ctx, sessionId);
  const { heard, shown } = await listHeardIn(ctx, sessionId);
  const isAnybody = (await isGone(ctx, sessionId)) !== undefined;
  const cuts: Cuts = { isAgreed: true, sound: new Set(), picture: new Set(), words: new Set() };
  for (const [identity, { choice, isRevoked }] of consents) {
    const isNone = isRevoked || choice === 'none';
    const wasHeard = isAnybody || heard.has(identity);
    const isUnseen = isNone || choice === 'transcript' || choice === 'voice';
    if (isUnseen && (isAnybody || shown.has(identity))) cuts.picture.add(identity);
    if (wasHeard && (isNone || choice === 'transcript')) cuts.sound.add(identity);
    if (wasHeard && isNone) cuts.words.add(identity);
  }
  for (const identity of [...heard, ...shown]) {
    const choice = consents.get(identity)?.choice ?? 'unasked';
    if (choice === 'unasked' || choice === 'later') cuts.isAgreed = false;
  }
  return cuts;
}

/** Of what nobody was recorded for: an old file. */
export const noCuts: Cuts = { isAgreed: true, sound: new Set(), picture: new Set(), words: new Set() };
