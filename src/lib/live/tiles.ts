import {
  RoomEvent,
  type RemoteParticipant,
  type RemoteTrack,
  type RemoteTrackPublication,
  type Room,
} from 'livekit-client';

/** How the host arranged the stage: the part `stage` of a session's stream. */
export interface Standing {
  layout?: string;
  large?: string;
  signs?: string[];
}

/** People on stage: a figure each, with their picture when there is one; a shared screen is a figure of its own; sound elements stay unseen. */
export interface Tiles {
  add(track: RemoteTrack, person: RemoteParticipant): void;
  remove(track: RemoteTrack, person: RemoteParticipant): void;
  drop(person: RemoteParticipant): void;
  /** Where each stands; remembered for those who come later. */
  arrange(standing: Standing): void;
  /** Identities of those who speak now, the loudest first. */
  speaking(identities: readonly string[]): void;
  clear(): void;
}

const ofScreen = '|screen';

export function makeTiles(place: HTMLElement, firstFrame: () => void): Tiles {
  const figures = new Map<string, HTMLElement>();
  // Our own list: when a track ends the client may have let go of its elements already.
  const elements = new Map<RemoteTrack, HTMLMediaElement>();
  let standing: Standing = {};
  /** Whoever spoke last stays large in a pause. */
  let spoke: string | undefined;

  const stand = (): void => {
    const people = [...figures.keys()].filter((key) => !key.endsWith(ofScreen));
    const large = [standing.large, spoke, people[0]].find((one) => one && figures.has(one));
    for (const [key, figure] of figures) {
      figure.classList.toggle('large', key === large);
      figure.classList.toggle('signs', standing.signs?.includes(key) ?? false);
    }
    for (const one of [place, place.closest<HTMLElement>('[data-hall]')])
      if (one) one.dataset.layout = standing.layout ?? 'panel';
  };
  const forget = (key: string): void => {
    figures.get(key)?.remove();
    figures.delete(key);
    stand();
  };
  const keyOf = (track: RemoteTrack, person: RemoteParticipant): string =>
    track.source === 'screen_share' ? person.identity + ofScreen : person.identity;
  const figureOf = (key: string, person: RemoteParticipant): HTMLElement => {
    const known = figures.get(key);
    if (known) return known;
    const figure = document.createElement('figure');
    const caption = document.createElement('figcaption');
    caption.textContent = person.name ?? '';
    if (key.endsWith(ofScreen)) figure.classList.add('screen');
    else {
      const sign = new Image(240, 240);
      sign.src = `/motif/person/${encodeURIComponent(person.identity)}.svg?d`;
      sign.alt = '';
      figure.append(sign);
    }
    figure.append(caption);
    figures.set(key, figure);
    place.append(figure);
    stand();
    return figure;
  };
  return {
    add: (track, person) => {
      const media = track.attach();
      elements.set(track, media);
      const figure = figureOf(keyOf(track, person), person);
      if (track.kind === 'video') {
        media.setAttribute('playsinline', '');
        const video = media as HTMLVideoElement;
        video.requestVideoFrameCallback?.(firstFrame);
        figure.classList.add('seen');
        figure.prepend(video);
      } else {
        media.hidden = true;
        figure.append(media);
      }
    },
    remove: (track, person) => {
      track.detach();
      elements.get(track)?.remove();
      elements.delete(track);
      const key = keyOf(track, person);
      const figure = figures.get(key);
      figure?.classList.toggle('seen', figure.querySelector('video') !== null);
      // Who was taken off the stage is hidden again, and the engine does not say that they left.
      if (figure && !figure.querySelector('video, audio')) forget(key);
    },
    drop: (person) => {
      forget(person.identity);
      forget(person.identity + ofScreen);
    },
    arrange: (next) => {
      standing = next;
      stand();
    },
    speaking: (identities) => {
      for (const [key, figure] of figures) figure.classList.toggle('speaks', identities.includes(key));
      const loudest = identities.find((one) => figures.has(one));
      if (!loudest || loudest === spoke) return;
      spoke = loudest;
      stand();
    },
    clear: () => {
      for (const figure of figures.values()) figure.remove();
      figures.clear();
      elements.clear();
    },
  };
}

/** Shows a room's people as they come, speak and go: those, and of them what, that `has` lets through. */
export function showPeople(
  room: Room,
  tiles: Tiles,
  has: (person: RemoteParticipant, publication: RemoteTrackPublication) => boolean = () => true,
): void {
  room
    .on(
      RoomEvent.TrackSubscribed,
      (track, publication, person) => has(person, publication) && tiles.add(track, person),
    )
    .on(RoomEvent.TrackUnsubscribed, (track, _publication, person) => tiles.remove(track, person))
    .on(RoomEvent.ParticipantDisconnected, tiles.drop)
    .on(RoomEvent.ActiveSpeakersChanged, (people) => tiles.speaking(people.map(({ identity }) => identity)));
}
