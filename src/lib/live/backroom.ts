import { RoomEvent, type LocalTrack } from 'livekit-client';
import { following, publish, stayIn, type Stay } from './stay.ts';
import { fetchTicket } from './ticket.ts';
import { makeTiles, showPeople } from './tiles.ts';

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
  let stay: Stay | undefined;
  let isWanted = false;
  let left = Promise.resolve();

  const come = (tracks: readonly LocalTrack[]): Stay =>
    stayIn({
      ticket: () => fetchTicket(tickets),
      room: () => ({ adaptiveStream: true, dynacast: true, stopLocalTrackOnUnpublish: false }),
      prepare: (one) => {
        const count = (): void => tell(one.remoteParticipants.size);
        showPeople(one, tiles);
        one.on(RoomEvent.ParticipantConnected, count).on(RoomEvent.ParticipantDisconnected, count);
      },
      inside: (one) => {
        tell(one.remoteParticipants.size);
        following(one, () => publish(one, tracks, () => true, { simulcast: false }))();
      },
      clear: tiles.clear,
      tell: () => tell(undefined),
      // Called to the stage meanwhile: the one who let us in tells us to leave, too.
      refusedMs: 3000,
    });
  return {
    enter: (tracks) => {
      if (stay || isWanted) return;
      isWanted = true;
      void left.then(() => {
        if (isWanted) stay = come(tracks);
      });
    },
    leave: () => {
      isWanted = false;
      const mine = stay;
      stay = undefined;
      return (left = left.then(async () => {
        await mine?.leave();
        tell(undefined);
      }));
    },
  };
}
