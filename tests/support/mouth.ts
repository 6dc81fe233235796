// Somebody at the engine without a browser, whose sound and picture the caller makes.
import {
  AudioFrame,
  AudioSource,
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

const rate = 48_000;
/** Ten milliseconds. */
const step = rate / 100;
const healMs = 3000;

export interface Film {
  width: number;
  height: number;
  fps: number;
  source?: 'camera' | 'screen';
  /** Draws into an I420 picture what is seen at `ms`, milliseconds since 1970. */
  draw(picture: Uint8Array, ms: number): void;
}

export interface Said {
  /** The sample, between −1 and 1, said at `ms`, milliseconds since 1970. */
  sound?: (ms: number) => number;
  film?: Film;
}

export interface Mouth {
  stop(): Promise<void>;
}

export const tone =
  (hz: number, loudness = 0.1) =>
  (ms: number): number =>
    loudness * Math.sin((2 * Math.PI * hz * ms) / 1000);

/** Comes in with a seat's token and says it until it is stopped; comes in again when the engine was lost. */
export async function openMouth(
  url: string,
  token: () => Promise<string>,
  { sound, film }: Said,
): Promise<Mouth> {
  let isOver = false;
  let isHealing = false;
  let room: Room | undefined;
  const come = async (): Promise<void> => {
    const one = new Room();
    await one.connect(url.replace(/^http/, 'ws'), await token(), { autoSubscribe: false, dynacast: false });
    room = one;
    one.on(RoomEvent.Reconnecting, () => (isHealing = isHealing || room === one));
    one.on(RoomEvent.Reconnected, () => (isHealing = isHealing && room !== one));
    const me = one.localParticipant!;
    if (sound) {
      const source = new AudioSource(rate, 1, 0);
      await me.publishTrack(
        LocalAudioTrack.createAudioTrack('voice', source),
        new TrackPublishOptions({ source: TrackSource.SOURCE_MICROPHONE, dtx: false, red: false }),
      );
      void say(source, sound, () => !isOver && room === one);
    }
    if (film) {
      const source = new VideoSource(film.width, film.height);
      await me.publishTrack(
        LocalVideoTrack.createVideoTrack('picture', source),
        new TrackPublishOptions({
          source: film.source === 'screen' ? TrackSource.SOURCE_SCREENSHARE : TrackSource.SOURCE_CAMERA,
          simulcast: false,
          videoEncoding: { maxBitrate: 2_500_000n, maxFramerate: film.fps },
        }),
      );
      void show(source, film, () => !isOver && room === one);
    }
  };
  await come();
  let lostAt = 0;
  const watch = setInterval(() => {
    if (isOver || !room) return;
    // The client's own attempts to heal may go on for long after the engine is there again.
    if (room.isConnected && !isHealing) lostAt = 0;
    else lostAt ||= Date.now();
    if (room.isConnected && (lostAt === 0 || Date.now() - lostAt < healMs)) return;
    const lost = room;
    [room, lostAt, isHealing] = [undefined, 0, false];
    void lost.disconnect().catch(() => undefined);
    const again = (): void =>
      void come().catch(() => {
        if (!isOver) setTimeout(again, 300);
      });
    again();
  }, 200);
  return {
    stop: async () => {
      isOver = true;
      clearInterval(watch);
      const last = room;
      room = undefined;
      await Promise.race([last?.disconnect(), new Promise((done) => setTimeout(done, 1000))]);
    },
  };
}

async function say(source: AudioSource, sound: (ms: number) => number, goesOn: () => boolean): Promise<void> {
  let at = Date.now();
  while (goesOn()) {
    // Never ahead of the clock: what is said at a moment leaves at that moment.
    const wait = at - Date.now();
    if (wait > 0) await new Promise((done) => setTimeout(done, wait));
    const samples = Int16Array.from({ length: step }, (_, i) => Math.round(32767 * sound(at + i / 48)));
    await source.captureFrame(new AudioFrame(samples, rate, 1, step)).catch(() => undefined);
    at += 10;
    if (Date.now() - at > 200) at = Date.now();
  }
}

async function show(source: VideoSource, film: Film, goesOn: () => boolean): Promise<void> {
  const { width, height, fps } = film;
  const picture = new Uint8Array((width * height * 3) / 2).fill(128);
  for (let next = Date.now(); goesOn(); next += 1000 / fps) {
    const wait = next - Date.now();
    if (wait > 0) await new Promise((done) => setTimeout(done, wait));
    else if (wait < -500) next = Date.now();
    film.draw(picture, Date.now());
    source.captureFrame(new VideoFrame(picture, width, height, VideoBufferType.I420));
  }
}
