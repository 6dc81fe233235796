// People at the engine without a browser: they come in with the site's own tickets, through its own address.
import {
  AudioFrame,
  AudioSource,
  LocalAudioTrack,
  LocalVideoTrack,
  Room,
  TrackPublishOptions,
  TrackSource,
  VideoBufferType,
  VideoFrame,
  VideoSource,
} from '@livekit/rtc-node';
import { height, makeFilm, width } from '../../src/server/live/bot/cloth-film.ts';

/** What the site gives to come in with. Fails where it gives nothing. */
export async function ticketOf(
  site: string,
  path: string,
  cookie = '',
  body?: object,
): Promise<{ token: string }> {
  const answer = await fetch(site + path, {
    method: 'POST',
    headers: {
      accept: 'application/json',
      origin: site,
      cookie,
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const given = (await answer.json()) as { token?: string; code?: string };
  if (!given.token) throw new Error(`no ticket of ${path}: ${answer.status} ${given.code}`);
  return { token: given.token };
}

export async function openRoom(site: string, token: string): Promise<Room> {
  const room = new Room();
  await room.connect(`${site.replace(/^http/, 'ws')}/engine`, token, {
    autoSubscribe: true,
    dynacast: false,
  });
  return room;
}

export interface Mouth {
  identity: string;
  /** From now on: a soft tone, and a moving picture where there is one, as soon as the engine permits them. */
  speak(): void;
}

/** Samples a second. */
export const rate = 48_000;
/** Samples in ten milliseconds. */
export const step = 480;

/** Lets a room hear `sound`, as soon as the engine permits it: what is allowed follows a call a moment later. */
export async function openMicrophone(room: Room, sound: AudioSource): Promise<void> {
  for (let tries = 0; ; tries += 1)
    try {
      await room.localParticipant!.publishTrack(
        LocalAudioTrack.createAudioTrack('voice', sound),
        new TrackPublishOptions({ source: TrackSource.SOURCE_MICROPHONE, dtx: false }),
      );
      return;
    } catch (error) {
      if (tries > 40) throw error;
      await new Promise((done) => setTimeout(done, 100));
    }
}

/** `film`: the seed of the picture; without one there is none. */
export function makeMouth(room: Room, film?: string): Mouth {
  const sound = new AudioSource(rate, 1);
  const picture = film === undefined ? undefined : new VideoSource(width, height);
  const publish = async (): Promise<void> => {
    await openMicrophone(room, sound);
    if (picture)
      await room.localParticipant!.publishTrack(
        LocalVideoTrack.createVideoTrack('picture', picture),
        new TrackPublishOptions({ source: TrackSource.SOURCE_CAMERA, simulcast: false }),
      );
  };
  const play = async (): Promise<void> => {
    for (let at = 0; room.isConnected; at += step) {
      const samples = Int16Array.from({ length: step }, (_, i) =>
        Math.round(3000 * Math.sin((2 * Math.PI * 330 * (at + i)) / rate)),
      );
      await sound.captureFrame(new AudioFrame(samples, rate, 1, step));
    }
  };
  const draw = async (): Promise<void> => {
    const cloth = makeFilm(film!);
    while (room.isConnected) {
      cloth.next();
      picture!.captureFrame(new VideoFrame(cloth.picture, width, height, VideoBufferType.I420));
      await new Promise((done) => setTimeout(done, 100));
    }
  };
  return {
    identity: room.localParticipant!.identity,
    speak: () => {
      for (const work of [publish, play, ...(picture ? [draw] : [])]) void work().catch(() => undefined);
    },
  };
}
