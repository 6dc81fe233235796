// A process of its own: it plays one recorded statement into the room it is told of, once, and ends with it, with its
// parent, or when the host takes it off.
import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
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
import { recordingSize, type PlayOrder } from './recording-shape.ts';

const { width, height } = recordingSize;
const soundRate = 48_000;
/** Ten milliseconds. */
const step = soundRate / 100;

process.once('message', (order: PlayOrder) => {
  play(order).then(
    () => process.exit(0),
    () => process.exit(1),
  );
});
process.on('disconnect', () => process.exit(0));

async function play({ url, token, hasPicture, ffmpeg }: PlayOrder): Promise<void> {
  const room = new Room();
  // With dynacast a picture of one layer is turned off for everybody once only small ones are watched (livekit/rust-sdks#1213).
  await room.connect(url, token, { autoSubscribe: false, dynacast: false });
  room.on(RoomEvent.Disconnected, () => void dispose().finally(() => process.exit(0)));
  const me = room.localParticipant;
  if (!me) throw new Error('no participant');
  const sound = new AudioSource(soundRate, 1);
  const picture = new VideoSource(width, height);
  await me.publishTrack(
    LocalAudioTrack.createAudioTrack('statement', sound),
    new TrackPublishOptions({ source: TrackSource.SOURCE_MICROPHONE, dtx: true }),
  );
  if (hasPicture)
    await me.publishTrack(
      LocalVideoTrack.createVideoTrack('statement', picture),
      new TrackPublishOptions({ source: TrackSource.SOURCE_CAMERA, simulcast: false }),
    );
  const pictureOut = ['-map', '0:v:0', '-f', 'rawvideo', '-pix_fmt', 'yuv420p', 'pipe:3'];
  const reader = spawn(
    ffmpeg,
    [
      ...['-nostats', '-hide_banner', '-loglevel', 'quiet', '-protocol_whitelist', 'pipe', '-re'],
      ...['-f', 'matroska', '-i', 'pipe:0'],
      ...['-map', '0:a:0', '-f', 's16le', '-ar', String(soundRate), '-ac', '1', 'pipe:1'],
      ...(hasPicture ? pictureOut : []),
    ],
    { stdio: ['pipe', 'pipe', 'ignore', 'pipe'], env: { PATH: process.env.PATH } },
  );
  const { stdin, stdout, stdio } = reader;
  if (!stdin || !stdout) throw new Error('no pipes');
  stdin.on('error', () => undefined);
  process.stdin.pipe(stdin);
  await Promise.all([
    inPieces(stdout, step * 2, async (piece) => {
      const samples = new Int16Array(piece.buffer.slice(piece.byteOffset, piece.byteOffset + piece.length));
      await sound.captureFrame(new AudioFrame(samples, soundRate, 1, samples.length));
    }),
    hasPicture
      ? inPieces(stdio[3] as Readable, (width * height * 3) / 2, async (piece) => {
          picture.captureFrame(new VideoFrame(Uint8Array.from(piece), width, height, VideoBufferType.I420));
        })
      : undefined,
  ]);
  await sound.waitForPlayout();
  room.removeAllListeners();
  await room.disconnect();
  await dispose();
}

/** Whole pieces of one size, one after another; what is left over at the end is dropped. */
async function inPieces(from: Readable, size: number, take: (piece: Buffer) => Promise<void>): Promise<void> {
  let rest = Buffer.alloc(0);
  for await (const chunk of from) {
    rest = Buffer.concat([rest, chunk as Buffer]);
    for (; rest.length >= size; rest = rest.subarray(size)) await take(rest.subarray(0, size));
  }
}
