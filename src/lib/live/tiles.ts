import type { RemoteParticipant, RemoteTrack } from 'livekit-client';

/** People on stage: a figure each, with their picture when there is one; sound elements stay unseen. */
export interface Tiles {
  add(track: RemoteTrack, person: RemoteParticipant): void;
  remove(track: RemoteTrack, person: RemoteParticipant): void;
  drop(person: RemoteParticipant): void;
  clear(): void;
}

export function makeTiles(place: HTMLElement, firstFrame: () => void): Tiles {
  const figures = new Map<string, HTMLElement>();
  // Our own list: when a track ends the client may have let go of its elements already.
  const elements = new Map<RemoteTrack, HTMLMediaElement>();
  const figureOf = (person: RemoteParticipant): HTMLElement => {
    const known = figures.get(person.identity);
    if (known) return known;
    const figure = document.createElement('figure');
    const sign = new Image(240, 240);
    sign.src = `/motif/person/${encodeURIComponent(person.identity)}.svg?d`;
    sign.alt = '';
    const caption = document.createElement('figcaption');
    caption.textContent = person.name ?? '';
    figure.append(sign, caption);
    figures.set(person.identity, figure);
    place.append(figure);
    return figure;
  };
  return {
    add: (track, person) => {
      const media = track.attach();
      elements.set(track, media);
      const figure = figureOf(person);
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
      const figure = figures.get(person.identity);
      figure?.classList.toggle('seen', figure.querySelector('video') !== null);
      // Who was taken off the stage is hidden again, and the engine does not say that they left.
      if (figure && !figure.querySelector('video, audio')) {
        figure.remove();
        figures.delete(person.identity);
      }
    },
    drop: (person) => {
      figures.get(person.identity)?.remove();
      figures.delete(person.identity);
    },
    clear: () => {
      for (const figure of figures.values()) figure.remove();
      figures.clear();
      elements.clear();
    },
  };
}
