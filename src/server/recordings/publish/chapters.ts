import type { Ctx } from '#server/kernel';
import * as live from '#server/live';
import { listConsents } from '../consent/consent.ts';
import { readJournal, spans, type TrackSpan } from '../journal.ts';
import { takeFolder } from '../folders.ts';

export interface Chapter {
  /** Of the take, or of the file where there is none. */
  ms: number;
  title: string;
  lang?: string;
  identity?: string;
}

/** Whoever is alone on the stage for so long has a chapter, where no list of speakers was kept. */
const leastMs = 20_000;

/** A voice after another, from the tracks: turns of those who spoke for long. */
export function turnsOf(tracks: readonly TrackSpan[]): { from: number; identity: string }[] {
  const turns: { from: number; to: number; identity: string }[] = [];
  const voices = tracks.filter((one) => one.kind === 'voice').sort((a, b) => a.from - b.from);
  for (const { from, to, identity } of voices) {
    const last = turns.at(-1);
    if (last?.identity === identity) last.to = Math.max(last.to, to);
    else if (to - from >= leastMs) turns.push({ from, to, identity });
  }
  return turns;
}

/** The speeches of a session as chapters, once: of those who let their words be kept. */
export async function seedChapters(
  ctx: Ctx,
  recordingId: string,
  sessionId: string,
  startedAt: Date,
  take: string,
): Promise<void> {
  const consents = await listConsents(ctx, sessionId);
  const isSilent = (identity: string | undefined): boolean => {
    const consent = identity === undefined ? undefined : consents.get(identity);
    return consent !== undefined && (consent.isRevoked || consent.choice === 'none');
  };
  const { from, speeches } = await live.listSpeeches(ctx, sessionId);
  const offset = from ? from.getTime() - startedAt.getTime() : 0;
  const said: Chapter[] = speeches.flatMap(({ beganMs, spentMs, name, seat }) =>
    // Of another running of the session, over before this take began.
    beganMs === undefined || !name || beganMs + (spentMs ?? 0) + offset <= 0
      ? []
      : [{ ms: Math.max(0, beganMs + offset), title: name, ...(seat ? { identity: seat } : {}) }],
  );
  const { tracks } = spans(await readJournal(take, { isOver: true }));
  const turns: Chapter[] = turnsOf(tracks).flatMap(({ from: ms, identity }) => {
    const title = consents.get(identity)?.shownAs;
    return title ? [{ ms, title, identity }] : [];
  });
  const chapters = (said.length > 0 ? said : turns)
    .filter((one) => !isSilent(one.identity))
    .sort((a, b) => a.ms - b.ms);
  if (chapters.length === 0) return;
  await ctx.db
    .insertInto('recordings.chapter')
    .values(
      chapters.map((one, position) => ({
        recording_id: recordingId,
        position,
        start_ms: Math.round(one.ms),
        title: one.title.slice(0, 200),
        lang: one.lang ?? null,
        identity: one.identity ?? null,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function listChapters(ctx: Ctx, recordingId: string): Promise<Chapter[]> {
  const rows = await ctx.db
    .selectFrom('recordings.chapter')
    .select(['start_ms', 'title', 'lang', 'identity'])
    .where('recording_id', '=', recordingId)
    .orderBy('start_ms')
    .orderBy('position')
    .execute();
  return rows.map((row) => ({
    ms: row.start_ms,
    title: row.title,
    ...(row.lang ? { lang: row.lang } : {}),
    ...(row.identity ? { identity: row.identity } : {}),
  }));
}

/** Who had the floor, or was alone on the stage, at moments of a take. */
export async function speakersAt(
  ctx: Ctx,
  sessionId: string,
  takeId: string | undefined,
  startedAt: Date,
): Promise<(ms: number) => string | undefined> {
  const { from, speeches } = await live.listSpeeches(ctx, sessionId);
  const offset = from ? from.getTime() - startedAt.getTime() : 0;
  const tracks = takeId
    ? spans(await readJournal(takeFolder(ctx.config, takeId), { isOver: true })).tracks
    : [];
  return (ms) => {
    const speech = speeches.findLast(
      (one) =>
        one.beganMs !== undefined &&
        one.beganMs + offset <= ms &&
        ms < one.beganMs + offset + (one.spentMs ?? Infinity) + (one.pausedMs ?? 0),
    );
    if (speech?.seat) return speech.seat;
    const on = new Set(
      tracks
        .filter((one) => one.kind === 'voice' && one.from <= ms && ms < one.to)
        .map((one) => one.identity),
    );
    return on.size === 1 ? [...on][0] : undefined;
  };
}
