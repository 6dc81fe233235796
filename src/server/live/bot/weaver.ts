// A process of its own: it publishes one picture and one tone into the room it is told of, and ends with its parent.
import { setPriority } from 'node:os';
import {
  AudioFrame,
  AudioSource,
  dispose,
  LocalAudioTrack,
  LocalVideoTrack,
  Room,
  RoomEvent,
  TrackPublishOptions,
  TrackSource,
  VideoBufferType,
  VideoFrame,
  VideoSource,
} from '@livekit/rtc-node';
import { height, makeFilm, width } from './cloth-film.ts';
import type { BotOrder } from './order.ts';
import { makeTone, rate, step } from './tone.ts';

setPriority(10);
let fps = 12;
let started = false;

process.on('message', (order: BotOrder) => {
  if (order.fps) fps = order.fps;
  if (order.url && order.token && !started) {
    started = true;
    speak(order.url, order.token, order.seed ?? 'weaver').catch(() => process.exit(1));
  }
});
process.on('disconnect', () => process.exit(0));

async function speak(url: string, token: string, seed: string): Promise<void> {
  const room = new Room();
  // With dynacast a picture of one layer is turned off for everybody once only small ones are watched (livekit/rust-sdks#1213).
  await room.connect(url, token, { autoSubscribe: false, dynacast: false });
  // A lost engine forgets who may speak: the parent starts the next one with a ticket of its own.
  const leave = (): void => void dispose().finally(() => process.exit(1));
  room.on(RoomEvent.Disconnected, leave).on(RoomEvent.Reconnecting, leave);
  const me = room.localParticipant;
  if (!me) throw new Error('no participant');
  const picture = new VideoSource(width, height);
  const sound = new AudioSource(rate, 1);
  const video = new TrackPublishOptions({
    source: TrackSource.SOURCE_CAMERA,
    simulcast: false,
    videoEncoding: { maxBitrate: 500_000n, maxFramerate: 12 },
  });
  await me.publishTrack(LocalVideoTrack.createVideoTrack('cloth', picture), video);
  await me.publishTrack(
    LocalAudioTrack.createAudioTrack('tone', sound),
    new TrackPublishOptions({ source: TrackSource.SOURCE_MICROPHONE, dtx: true }),
  );
  await Promise.all([draw(picture, seed), play(sound)]);
}

async function draw(source: VideoSource, seed: string): Promise<never> {
  const film = makeFilm(seed);
  for (;;) {
    film.next();
    source.captureFrame(new VideoFrame(film.picture, width, height, VideoBufferType.I420));
    await new Promise((resolve) => setTimeout(resolve, 1000 / fps));
  }
}

async function play(source: AudioSource): Promise<never> {
  const tone = makeTone();
  for (let at = 0; ; at = (at + step) % tone.length) {
    // Waits when the queue is full: that is the clock.
    await source.captureFrame(new AudioFrame(tone.subarray(at, at + step), rate, 1, step));
  }
}
