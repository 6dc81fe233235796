import {
  ConnectionState,
  LogLevel,
  Room,
  RoomEvent,
  setLogLevel,
  type LocalTrack,
  type RoomConnectOptions,
  type RoomOptions,
  type TrackPublishOptions,
} from 'livekit-client';
import { engineAddress, NoTicket, type Ticket } from './ticket.ts';

export interface StayOptions {
  /** Asked anew each time one comes in. */
  ticket(): Promise<Ticket>;
  /** How the next room is made. */
  room(): RoomOptions;
  connect?: RoomConnectOptions;
  /** The engine's numbers for why it let one go that mean the end: 4 taken out, 5 the room was deleted. */
  over?: readonly number[];
  /** Before one goes in: who listens to what happens there. */
  prepare(room: Room): void | Promise<void>;
  /** One is in. What it throws is a stay that failed. */
  inside(room: Room): void | Promise<void>;
  /** After each stay, before the next. */
  clear(): void;
  tell(key: 'reconnecting' | 'failed' | 'ended'): void;
  /** A refusal is not the end: asked again after so many milliseconds. */
  refusedMs?: number;
}

export interface Stay {
  /** The room one is in, or was in last. */
  room(): Room | undefined;
  /** Resolves when one is out and nothing of one's own is published there any more. */
  leave(): Promise<void>;
}

const longestPauseMs = 10_000;
/** A stay shorter than this did not hold: the pauses before the next grow. */
const steadyMs = 5_000;

/**
 * Stays in a room until one leaves or it is over. Beyond a short gap the client would come back by itself with what it
 * knew, and publish while we do: we come in anew instead, with a ticket that says what is allowed now.
 */
export function stayIn(options: StayOptions): Stay {
  // Its log names rooms and identities.
  setLogLevel(LogLevel.silent);
  let left = false;
  let room: Room | undefined;
  let wake = (): void => undefined;
  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      wake = resolve;
      setTimeout(resolve, ms);
    });

  const stay = async (): Promise<'over' | 'lost'> => {
    const ticket = await options.ticket();
    if (left) return 'lost';
    const one = new Room(options.room());
    room = one;
    const ended = new Promise<'over' | 'lost'>((resolve) => {
      one
        .on(RoomEvent.Disconnected, (reason = 0) => resolve(options.over?.includes(reason) ? 'over' : 'lost'))
        .on(RoomEvent.Reconnecting, () => (options.tell('reconnecting'), resolve('lost')));
    });
    await options.prepare(one);
    await one.connect(engineAddress(ticket), ticket.token, options.connect);
    await options.inside(one);
    return ended;
  };
  const run = async (): Promise<void> => {
    for (let attempt = 0; !left; attempt++) {
      const began = performance.now();
      let refused = false;
      let over: boolean;
      try {
        over = (await stay()) === 'over';
        if (performance.now() - began > steadyMs) attempt = 0;
        if (!left && !over) options.tell('reconnecting');
      } catch (error) {
        refused = error instanceof NoTicket && error.gone;
        over = refused && !options.refusedMs;
        if (!left && !over) options.tell('failed');
      }
      if (over && !left) options.tell('ended');
      left ||= over;
      await room?.disconnect(false);
      options.clear();
      if (left) return;
      // Not everybody at the same moment.
      const wait = Math.min(longestPauseMs, 400 * 2 ** attempt) * (0.7 + Math.random() * 0.6);
      await pause((refused && options.refusedMs) || wait);
    }
  };
  const running = run();
  return {
    room: () => room,
    leave: async () => {
      left = true;
      wake();
      await room?.disconnect(false);
      await running;
    },
  };
}

/**
 * Calls `follow` once one is in and whenever what is allowed changes, one after another; a second later again, when it
 * answers that not all is as it should be. The answer is a function to call it with.
 */
export function following(room: Room, follow: () => Promise<boolean>): () => void {
  let last = Promise.resolve();
  const isIn = (): boolean => room.state === ConnectionState.Connected;
  const soon = (): void =>
    void (last = last.then(async () => {
      if (isIn() && !(await follow().catch(() => false)) && isIn()) setTimeout(soon, 1000);
    }));
  room
    .on(
      RoomEvent.ParticipantPermissionsChanged,
      (_before, person) => person === room.localParticipant && soon(),
    )
    .on(RoomEvent.LocalTrackUnpublished, soon)
    .on(RoomEvent.Reconnected, soon);
  return soon;
}

/**
 * Publishes those of `tracks` that may go out and takes back those that may not; answers whether all stand as they may.
 * An engine that is coming up refuses for a moment. Tracks published into a room that is away would be stopped for good
 * by the client a quarter of a minute later.
 */
export async function publish(
  room: Room,
  tracks: readonly LocalTrack[],
  may: (track: LocalTrack) => boolean,
  options: TrackPublishOptions,
): Promise<boolean> {
  const me = room.localParticipant;
  const isOut = (track: LocalTrack): boolean =>
    [...me.trackPublications.values()].some((publication) => publication.track === track);
  for (const track of tracks) {
    if (room.state !== ConnectionState.Connected) return false;
    if (may(track) && !isOut(track))
      await me.publishTrack(track, { ...options, stopMicTrackOnMute: false }).catch(() => undefined);
    if (!may(track) && isOut(track)) await me.unpublishTrack(track, false).catch(() => undefined);
  }
  return tracks.every((track) => may(track) === isOut(track));
}
