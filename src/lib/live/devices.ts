import { LocalAudioTrack, LocalVideoTrack, Track } from 'livekit-client';
import type { DevicesInUse } from './device-choice.ts';
import { maskVoice, type Mask } from './mask.ts';

export interface DeviceWishes {
  /** Without one the browser is not even asked for a camera. */
  camera: boolean;
  masked: boolean;
}

/**
 * The devices of one speaker. The engine's client never holds the microphone itself, only what comes out of the mask,
 * and never asks for one by itself: no reconnection, no unmuting can let an unmasked voice out.
 */
export interface Devices extends DevicesInUse {
  video?: LocalVideoTrack;
  audio?: LocalAudioTrack;
  /** As it is picked up, for the level: stays on this device. */
  microphone?: MediaStreamTrack;
  stop(): void;
}

const sound = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
const picture = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 24 } };

/** Asks for the devices. Throws when there is none, when it is not allowed, or when a mask was wished for and can't be had. */
export async function openDevices({ camera, masked }: DeviceWishes): Promise<Devices> {
  const given = await navigator.mediaDevices.getUserMedia({
    audio: sound,
    ...(camera ? { video: picture } : {}),
  });
  let [microphone] = given.getAudioTracks();
  const [lens] = given.getVideoTracks();
  let mask: Mask | undefined;
  if (masked && microphone) {
    try {
      mask = await maskVoice(microphone);
    } catch (error) {
      for (const track of given.getTracks()) track.stop();
      throw error;
    }
  }
  const heard = mask?.track ?? microphone;
  const audio = heard && new LocalAudioTrack(heard, undefined, true);
  if (audio) audio.source = Track.Source.Microphone;
  // The client may ask for the camera again by itself: switched off its light goes out.
  const video = lens && new LocalVideoTrack(lens, picture, false);
  if (video) video.source = Track.Source.Camera;
  /** Chosen while it is off, a camera is opened when it is turned on. */
  let chosenLens: string | undefined;
  return {
    ...(audio ? { audio } : {}),
    ...(video ? { video } : {}),
    get microphone() {
      return microphone;
    },
    inUse: (kind) =>
      kind === 'videoinput'
        ? (chosenLens ?? video?.mediaStreamTrack.getSettings().deviceId)
        : microphone?.getSettings().deviceId,
    use: async (kind, deviceId) => {
      if (kind === 'videoinput') {
        await video?.setDeviceId(deviceId);
        chosenLens = deviceId;
      }
      if (kind === 'audioinput' && audio) {
        const [next] = (
          await navigator.mediaDevices.getUserMedia({ audio: { ...sound, deviceId: { exact: deviceId } } })
        ).getAudioTracks();
        if (!next) return;
        if (mask) mask.hear(next);
        else await audio.replaceTrack(next, true);
        microphone?.stop();
        microphone = next;
      }
    },
    stop: () => {
      for (const track of [audio, video]) track?.stop();
      microphone?.stop();
      mask?.stop();
    },
  };
}
