import type { FloorKind, SpeechClock } from '#lib/floor/index.ts';
import type { Ctx } from '#server/kernel';
import { getFloor } from './view.ts';

/** What of the list goes out on the stream: who speaks and until when, who comes next. The whole list is asked for after it. */
export interface FloorFrame {
  /** Moment of the server in milliseconds. */
  now: number;
  version: number;
  revision: number;
  isOpen: boolean;
  quorum?: boolean;
  speech?: { id: string; name: string; kind: FloorKind; group?: string; clock: SpeechClock };
  next: { id: string; name: string; kind: FloorKind }[];
  waiting: number;
  /** Milliseconds over which followers spread what they ask next: the more they are, the longer. */
  spread: number;
}

/** The stream's part `floor`; nothing where a session has no list. */
export async function floorPart(ctx: Ctx, sessionId: string, followers = 0): Promise<FloorFrame | undefined> {
  const hasList = await ctx.db
    .selectFrom('live.floor')
    .select('session_id')
    .where('session_id', '=', sessionId)
    .executeTakeFirst();
  if (!hasList) return undefined;
  const { now, version, revision, isOpen, quorum, speech, waiting } = await getFloor(
    { ...ctx, actor: { kind: 'guest' } },
    sessionId,
  );
  return {
    now: now.getTime(),
    version,
    revision,
    isOpen,
    ...(quorum ? { quorum: quorum.isReached } : {}),
    ...(speech
      ? {
          speech: {
            id: speech.id,
            name: speech.name,
            kind: speech.kind,
            ...(speech.group ? { group: speech.group } : {}),
            clock: speech.clock,
          },
        }
      : {}),
    // Three names of sixty Cyrillic letters keep the frame under a kilobyte.
    next: waiting.slice(0, 3).map(({ id, name, kind }) => ({ id, name, kind })),
    waiting: waiting.length,
    spread: followers > 4000 ? 20_000 : followers > 1000 ? 6000 : followers > 100 ? 2000 : 500,
  };
}
