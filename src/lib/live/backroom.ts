import { ConnectionState, Room, RoomEvent, type LocalTrack } from 'livekit-client';
import { engineAddress, fetchTicket, NoTicket } from './ticket.ts';
import { makeTiles } from './tiles.ts';

export interface BackroomOptions {
  tickets: string;
  place: HTMLElement;
  /** How many others are in the room; undefined: not in it. */
  tell(others: number | undefined): void;
}

/** The room behind the stage: talk with the crew and with those who wait. Nothing of it reaches the hall. */
export interface Backroom {
  /** Goes in with these tracks, and comes back after a lost connection until one leaves. */
  enter(tracks: readonly LocalTrack[]): void;
  /** Resolves when the tracks are free to be published elsewhere. */
  leave(): Promise<void>;
}

export function makeBackroom({ tickets, place, tell }: BackroomOptions): Backroom {
  const tiles = makeTiles(place, () => undefined);
  let wanted = false;
  let room: Room | undefined;
  let running = Promise.resolve();
  let wake = (): void => undefined;
  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      wake = resolve;
      setTimeout(resolve, ms);
    });

  const stay = async (tracks: readonly LocalTrack[]): Promise<void> => {
    const ticket = await fetchTicket(tickets);
    if (!wanted) return;
    const one = new Room({ adaptiveStream: true, dynacast: true, stopLocalTrackOnUnpublish: false });
    room = one;
    // As on stage: beyond a short gap one comes in anew.
    const ended = new Promise<void>((resolve) =>
      one.on(RoomEvent.Disconnected, () => resolve()).on(RoomEvent.Reconnecting, () => resolve()),
    );
    const count = (): void => tell(one.remoteParticipants.size);
    one
      .on(RoomEvent.TrackSubscribed, (track, _publication, person) => tiles.add(track, person))
      .on(RoomEvent.TrackUnsubscribed, (track, _publication, person) => tiles.remove(track, person))
      .on(RoomEvent.ParticipantConnected, count)
      .on(RoomEvent.ParticipantDisconnected, (person) => (tiles.drop(person), count()));
    await one.connect(engineAddress(ticket), ticket.token);
    count();
    for (const track of tracks)
      if (wanted && one.state === ConnectionState.Connected)
        await one.localParticipant
          .publishTrack(track, { simulcast: false, stopMicTrackOnMute: false })
          .catch(() => undefined);
    await ended;
  };
  const run = async (tracks: readonly LocalTrack[]): Promise<void> => {
    for (let attempt = 0; wanted; attempt++) {
      const gone = await stay(tracks).then(
        () => false,
        (error: unknown) => error instanceof NoTicket && error.gone,
      );
      await room?.disconnect(false);
      tiles.clear();
      // Called to the stage meanwhile: the one who let us in tells us to leave, too.
      if (wanted) await pause(gone ? 3000 : Math.min(10_000, 500 * 2 ** attempt));
    }
    tell(undefined);
  };
  return {
    enter: (tracks) => {
      if (wanted) return;
      wanted = true;
      running = running.then(() => run(tracks));
    },
    leave: async () => {
      wanted = false;
      wake();
      await room?.disconnect(false);
      await running;
    },
  };
}
