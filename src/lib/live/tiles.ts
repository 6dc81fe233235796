import type { RemoteParticipant, RemoteTrack } from 'livekit-client';

/** People on stage: a figure each, with their picture when there is one; sound elements stay unseen. */
export interface Tiles {
  add(track: RemoteTrack, person: RemoteParticipant): void;
  remove(track: RemoteTrack): void;
  drop(person: RemoteParticipant): void;
  clear(): void;
}

export function makeTiles(place: HTMLElement, firstFrame: () => void): Tiles {
  const figures = new Map<string, HTMLElement>();
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
    remove: (track) => {
      for (const media of track.detach()) {
        media.parentElement?.classList.toggle('seen', false);
        media.remove();
      }
    },
    drop: (person) => {
      figures.get(person.identity)?.remove();
      figures.delete(person.identity);
    },
    clear: () => {
      for (const figure of figures.values()) figure.remove();
      figures.clear();
    },
  };
}
