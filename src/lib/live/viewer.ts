import { LogLevel, Room, RoomEvent, setLogLevel, Track, type RemoteTrackPublication } from 'livekit-client';
import { boothOf, listenIn } from './languages.ts';
import { engineAddress, fetchTicket, NoTicket, pause, type Ticket } from './ticket.ts';
import { makeTiles, type Standing } from './tiles.ts';

export interface ViewerOptions {
  /** Where tickets are given. */
  tickets: string;
  how: 'video' | 'audio';
  place: HTMLElement;
  /** Words by key: connecting, connected, waiting, reconnecting, failed, ended. */
  tell(key: string): void;
  /** The browser wants a tap before it plays sound. */
  soundBlocked(start: (() => void) | undefined): void;
}

export interface Viewer {
  /** How the host arranged the stage. */
  arrange(standing: Standing): void;
  leave(): Promise<void>;
}

/** Watches and listens as a hidden participant; comes back by itself until one leaves or the session is over. */
export function watch(options: ViewerOptions, first: Promise<Ticket>): Viewer {
  // Its log names rooms and identities.
  setLogLevel(LogLevel.silent);
  let left = false;
  let room: Room | undefined;
  let marked = false;
  const tiles = makeTiles(options.place, () => {
    if (!marked) performance.mark('veche:first-frame');
    marked = true;
  });
  const wanted = (publication: RemoteTrackPublication): boolean =>
    options.how === 'video' || publication.kind === Track.Kind.Audio;

  const stay = async (ticket: Ticket): Promise<'over' | 'lost'> => {
    const one = new Room({ adaptiveStream: true, disconnectOnPageLeave: true });
    room = one;
    listenIn(one);
    // Beyond a short gap the client would come back by itself with what it knew: we come in anew, with a ticket of now.
    let lost = (): void => undefined;
    const ended = new Promise<'over' | 'lost'>((resolve) => {
      lost = () => resolve('lost');
      // 5: the room was deleted, which is how the host ends a session.
      one.on(RoomEvent.Disconnected, (reason) => resolve(reason === 5 ? 'over' : 'lost'));
    });
    one
      .on(RoomEvent.TrackPublished, (publication) => wanted(publication) && publication.setSubscribed(true))
      .on(RoomEvent.TrackSubscribed, (track, _publication, person) => {
        if (boothOf(person)) return;
        tiles.add(track, person);
        options.tell('connected');
      })
      .on(RoomEvent.TrackUnsubscribed, (track, _publication, person) => tiles.remove(track, person))
      .on(
        RoomEvent.ParticipantDisconnected,
        (person) => (tiles.drop(person), one.remoteParticipants.size === 0 && options.tell('waiting')),
      )
      .on(RoomEvent.ActiveSpeakersChanged, (people) => tiles.speaking(people.map((one) => one.identity)))
      .on(RoomEvent.Reconnecting, () => (options.tell('reconnecting'), lost()))
      .on(RoomEvent.Reconnected, () =>
        options.tell(one.remoteParticipants.size === 0 ? 'waiting' : 'connected'),
      )
      .on(RoomEvent.AudioPlaybackStatusChanged, () =>
        options.soundBlocked(one.canPlaybackAudio ? undefined : () => void one.startAudio()),
      );
    await one.connect(engineAddress(ticket), ticket.token, { autoSubscribe: options.how === 'video' });
    if (options.how === 'audio') {
      for (const person of one.remoteParticipants.values())
        for (const publication of person.trackPublications.values())
          if (wanted(publication)) publication.setSubscribed(true);
    }
    options.tell(one.remoteParticipants.size === 0 ? 'waiting' : 'connected');
    return ended;
  };

  const run = async (): Promise<void> => {
    options.tell('connecting');
    let ticket: Promise<Ticket> | undefined = first;
    for (let attempt = 0; !left; attempt++) {
      try {
        const end = await stay(await (ticket ?? fetchTicket(options.tickets)));
        if (end === 'over') return options.tell('ended');
        attempt = 0;
      } catch (error) {
        if (error instanceof NoTicket && error.gone) return options.tell('ended');
        options.tell('failed');
      }
      ticket = undefined;
      await room?.disconnect();
      tiles.clear();
      if (!left) await pause(Math.min(15_000, 500 * 2 ** attempt) * (0.7 + Math.random() * 0.6));
    }
  };
  void run();
  return {
    arrange: tiles.arrange,
    leave: async () => {
      left = true;
      await room?.disconnect();
      tiles.clear();
    },
  };
}
