import type { RoomServiceClient, TrackSource } from 'livekit-server-sdk';

const lookEveryMs = 50;
/** Somebody whose line is lost does not answer; they are hidden all the same. */
const longestMs = 3000;
/** From the engine's knowing it to its telling the others. */
const tellMs = 200;

export interface Permission {
  /** What may be published; to the engine an empty list alone would mean all of them. */
  sources: TrackSource[];
  isHidden: boolean;
}

/**
 * What somebody in a room may do from now on. Who becomes hidden is not told of any more, the end of their tracks
 * included: so that end comes first, and nobody is left with the picture of somebody who went.
 */
export async function permit(
  rooms: RoomServiceClient,
  room: string,
  identity: string,
  { sources, isHidden }: Permission,
): Promise<void> {
  const set = (hidden: boolean): Promise<unknown> =>
    rooms
      .updateParticipant(room, identity, {
        permission: {
          canSubscribe: true,
          canPublish: sources.length > 0,
          canPublishData: false,
          hidden,
          canPublishSources: sources,
        },
      })
      .catch(absent);
  if (isHidden) {
    const now = await rooms.getParticipant(room, identity).catch(() => undefined);
    if (!now || now.permission?.hidden) return;
    await set(false);
    for (let waited = 0; waited < longestMs; waited += lookEveryMs) {
      const one = await rooms.getParticipant(room, identity).catch(() => undefined);
      if (!one?.tracks.length) break;
      await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
    }
    await new Promise((resolve) => setTimeout(resolve, tellMs));
  }
  await set(isHidden);
}

/** Who is not connected gets the right token when they join. */
export function absent(error: unknown): void {
  if ((error as { status?: number }).status !== 404) throw error;
}
