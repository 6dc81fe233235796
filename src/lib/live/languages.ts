// What is heard of a room: the floor, or one booth's interpretation over the lowered floor.
import { RoomEvent, Track, type Participant, type RemoteTrack, type Room } from 'livekit-client';
import { listening, onListening, tellListening, type Heard } from './listening.ts';

/** The language of the booth somebody speaks from. The server says it of them; nobody can say it of themselves. */
export const boothOf = (person: Participant): string | undefined => person.attributes.booth || undefined;

export interface MixOptions {
  /** Loudness of the floor under an interpretation: 0 to 1. */
  floor: number;
  tell(heard: Heard, lang: string | undefined): void;
}

export interface Mix {
  /** Undefined: the original. */
  choose(lang: string | undefined): void;
}

/** An interpreter pauses when the speaker does; only after this long are they taken for silent. */
const silentMs = 6000;
/** Between two voices at a hand-over nobody speaks for a moment. */
const absentMs = 1500;
const lookEveryMs = 300;
/** Root mean square below which nothing is said: −50 dB of full scale. */
const quiet = 0.003;

interface Voice {
  element: HTMLMediaElement;
  /** How loud it is now; undefined when the browser doesn't let us know. */
  level(): number | undefined;
  close(): void;
}

/**
 * Mixes one room: the chosen booth over the floor lowered, and the floor alone again as soon as the booth falls silent.
 * Booths that are not chosen are not received at all.
 */
export function mixLanguages(room: Room, { floor, tell }: MixOptions): Mix {
  const voices = new Map<RemoteTrack, Voice>();
  let lang: string | undefined;
  let heardAt = 0;
  let thereAt = 0;
  let told = '';
  let volume = 1;
  const eachAudio = (work: (person: Participant, track: RemoteTrack | undefined) => void): void => {
    for (const person of room.remoteParticipants.values())
      for (const publication of person.audioTrackPublications.values()) work(person, publication.track);
  };
  const setFloor = (loudness: number): void =>
    eachAudio((person, track) => {
      if (!track || boothOf(person) || track.kind !== Track.Kind.Audio) return;
      for (const element of track.attachedElements) {
        if (element.volume !== loudness) element.volume = loudness;
        // Where a page may not set the loudness (iOS) the floor is silenced instead.
        element.muted = loudness < 0.5 && Math.abs(element.volume - loudness) > 0.01;
      }
    });
  const select = (): void => {
    for (const person of room.remoteParticipants.values()) {
      const booth = boothOf(person);
      if (!booth) continue;
      for (const publication of person.trackPublications.values()) {
        const isWanted = booth === lang && publication.kind === Track.Kind.Audio;
        if (publication.isDesired !== isWanted) publication.setSubscribed(isWanted);
      }
    }
  };
  const look = (): void => {
    const now = performance.now();
    let isThere = false;
    for (const [track, voice] of voices) {
      if (track.isMuted) continue;
      isThere = true;
      if ((voice.level() ?? 1) > quiet) heardAt = now;
    }
    if (isThere) thereAt = now;
    const heard: Heard | undefined = !lang
      ? 'original'
      : isThere
        ? now - heardAt > silentMs
          ? 'silent'
          : 'interpretation'
        : now - thereAt > absentMs
          ? 'empty'
          : undefined;
    // Between two voices, and until the first is received, all stays as it is.
    if (heard) volume = heard === 'interpretation' ? floor : 1;
    setFloor(volume);
    if (!heard) return;
    if (told !== `${heard} ${lang}`) tell(heard, lang);
    told = `${heard} ${lang}`;
  };
  const clock = setInterval(look, lookEveryMs);
  const drop = (track: RemoteTrack): void => {
    voices.get(track)?.close();
    voices.delete(track);
  };
  room
    .on(RoomEvent.Connected, select)
    .on(RoomEvent.TrackPublished, select)
    .on(RoomEvent.ParticipantAttributesChanged, select)
    .on(RoomEvent.TrackSubscribed, (track, _publication, person) => {
      if (!boothOf(person)) return look();
      if (boothOf(person) !== lang) return select();
      drop(track);
      voices.set(track, attach(track));
      heardAt = thereAt = performance.now();
      look();
    })
    .on(RoomEvent.TrackUnsubscribed, (track) => (drop(track), look()))
    .on(RoomEvent.TrackMuted, look)
    .on(RoomEvent.TrackUnmuted, look)
    .on(RoomEvent.Disconnected, () => {
      clearInterval(clock);
      for (const track of [...voices.keys()]) drop(track);
    });
  return {
    choose: (next) => {
      if (next === lang) return;
      lang = next;
      for (const track of [...voices.keys()]) drop(track);
      // Time to be received before it is called empty.
      thereAt = heardAt = performance.now();
      select();
      look();
    },
  };
}

function attach(track: RemoteTrack): Voice {
  const element = track.attach();
  element.hidden = true;
  element.dataset.booth = '';
  document.body.append(element);
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 2048;
  context.createMediaStreamSource(new MediaStream([track.mediaStreamTrack])).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  return {
    element,
    level: () => {
      if (context.state !== 'running') return undefined;
      analyser.getFloatTimeDomainData(samples);
      let sum = 0;
      for (const sample of samples) sum += sample * sample;
      return Math.sqrt(sum / samples.length);
    },
    close: () => {
      track.detach(element);
      element.remove();
      void context.close();
    },
  };
}

/** The listener's own choice on this page, for every room it enters. */
export function listenIn(room: Room): void {
  const mix = mixLanguages(room, { floor: 0.15, tell: tellListening });
  mix.choose(listening());
  const stop = onListening((lang) => mix.choose(lang));
  room.on(RoomEvent.Disconnected, stop);
}
