import { RoomEvent, Track, type RemoteTrackPublication } from 'livekit-client';
import { boothOf, listenIn } from './languages.ts';
import { stayIn } from './stay.ts';
import { fetchTicket, type Ticket } from './ticket.ts';
import { makeTiles, showPeople, type Standing } from './tiles.ts';

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
  let early: Promise<Ticket> | undefined = first;
  let marked = false;
  const tiles = makeTiles(options.place, () => {
    if (!marked) performance.mark('veche:first-frame');
    marked = true;
  });
  const wanted = (publication: RemoteTrackPublication): boolean =>
    options.how === 'video' || publication.kind === Track.Kind.Audio;

  const stay = stayIn({
    ticket: () => {
      const ticket = early ?? fetchTicket(options.tickets);
      early = undefined;
      return ticket;
    },
    room: () => ({ adaptiveStream: true, disconnectOnPageLeave: true }),
    connect: { autoSubscribe: options.how === 'video' },
    // How the host ends a session.
    over: [5],
    prepare: (one) => {
      const tellWho = (): void => options.tell(one.remoteParticipants.size === 0 ? 'waiting' : 'connected');
      listenIn(one);
      showPeople(one, tiles, (person) => !boothOf(person));
      one
        .on(RoomEvent.TrackPublished, (publication) => wanted(publication) && publication.setSubscribed(true))
        .on(RoomEvent.TrackSubscribed, (_track, _publication, person) => boothOf(person) || tellWho())
        .on(RoomEvent.ParticipantDisconnected, tellWho)
        .on(RoomEvent.AudioPlaybackStatusChanged, () =>
          options.soundBlocked(one.canPlaybackAudio ? undefined : () => void one.startAudio()),
        );
    },
    inside: (one) => {
      if (options.how === 'audio')
        for (const person of one.remoteParticipants.values())
          for (const publication of person.trackPublications.values())
            if (wanted(publication)) publication.setSubscribed(true);
      options.tell(one.remoteParticipants.size === 0 ? 'waiting' : 'connected');
    },
    clear: tiles.clear,
    tell: options.tell,
  });
  options.tell('connecting');
  return { arrange: tiles.arrange, leave: stay.leave };
}
