import { ExternalE2EEKeyProvider, RoomEvent, Track, type RemoteParticipant, type Room } from 'livekit-client';
import type { DevicesInUse } from './device-choice.ts';
import { openDevices, type DeviceWishes } from './devices.ts';
import { showLevel } from './level.ts';
import { following, publish, stayIn, type Stay } from './stay.ts';
import { pause, type Ticket } from './ticket.ts';
import { makeTiles, showPeople } from './tiles.ts';
import { arrivedIn, watchUnreadable, type Unreadable } from './unreadable.ts';

export interface MeetingOptions {
  ticket(): Promise<Ticket>;
  wishes: DeviceWishes;
  preview: HTMLVideoElement | null;
  meter: HTMLMeterElement;
  place: HTMLElement;
  /** Of a closed meeting. With it nothing leaves this device in the clear, and nothing in the clear is shown. */
  closed?: { key: ArrayBuffer; startCipher(): Worker };
  /** looking, connecting, connected, alone, reconnecting, failed, ended */
  tell(key: string): void;
  /** idle: not known yet; on: encrypted; off: nothing is published; and who can't be read. */
  secrecy(state: 'idle' | 'on' | 'off', unreadable: readonly string[]): void;
}

export interface Meeting extends DevicesInUse {
  /** From now on others see and hear one: camera and microphone go out, and everybody inside comes in. */
  enter(): void;
  turn(kind: 'camera' | 'microphone', on: boolean): Promise<void>;
  leave(): Promise<void>;
}

/** From so many others on, whoever speaks is large and the rest are small. */
const crowd = 5;
const cipherWithinMs = 15_000;
const lookEveryMs = 2000;
/** Enough for a gallery, where everybody is sent to everybody. */
const picture = { width: { ideal: 640 }, height: { ideal: 360 }, frameRate: { ideal: 20 } };

/** The thread that encrypts says by itself when it does. */
async function isEncrypting(room: Room): Promise<boolean> {
  for (let waited = 0; waited < cipherWithinMs && !room.isE2EEEnabled; waited += 100) await pause(100);
  return room.isE2EEEnabled;
}

/** Looks at what comes in of everybody's sound: of a camera out of sight nothing does. */
function lookOften(room: Room, unreadable: Unreadable): () => void {
  const look = async (): Promise<void> => {
    for (const person of room.remoteParticipants.values()) {
      const out = person.getTrackPublication(Track.Source.Microphone);
      const report = out?.isEncrypted ? await out.track?.getRTCStatsReport() : undefined;
      const arrived = report && arrivedIn(report.values());
      if (arrived && room.remoteParticipants.has(person.identity))
        unreadable.look(person.identity, person.name ?? '', out?.trackSid ?? '', arrived);
    }
  };
  const clock = setInterval(() => void look().catch(() => undefined), lookEveryMs);
  return () => clearInterval(clock);
}

/**
 * Takes part: first one looks at oneself, then goes in. Whoever is sent to another room is let go by the engine and comes
 * back in with a ticket of now, until there is none.
 */
export async function meet(options: MeetingOptions): Promise<Meeting> {
  const { tell, closed } = options;
  const devices = await openDevices(options.wishes);
  const makeSmall = async (): Promise<void> =>
    devices.video?.mediaStreamTrack.applyConstraints(picture).catch(() => undefined);
  await makeSmall();
  const tracks = [devices.audio, devices.video].filter((track) => track !== undefined);
  if (options.preview) devices.video?.attach(options.preview);
  let stopLevel = devices.microphone && showLevel(devices.microphone, options.meter);
  const tiles = makeTiles(options.place, () => undefined);
  const keys = new ExternalE2EEKeyProvider();
  if (closed) await keys.setKey(closed.key);
  let cipher: Worker | undefined;
  let arrive = (): void => undefined;
  /** Something went out of a closed meeting's device in the clear: nothing more does, in this room. */
  let isLeaking = false;
  let isSecret: boolean | undefined;
  const tellSecrecy = (): void =>
    options.secrecy(isSecret === undefined ? 'idle' : isSecret ? 'on' : 'off', unreadable.names());
  const unreadable = watchUnreadable(tellSecrecy);
  let stopLooking: (() => void) | undefined;

  /** In a closed meeting nothing goes out that is not encrypted, and what went out otherwise comes back. */
  const follow = async (one: Room): Promise<boolean> => {
    const plain = { simulcast: !closed };
    if (!closed) return publish(one, tracks, () => true, plain);
    const isReady = !isLeaking && (await isEncrypting(one));
    const stands = await publish(one, tracks, () => isReady && !isLeaking, plain);
    isLeaking ||= [...one.localParticipant.trackPublications.values()].some((out) => !out.isEncrypted);
    if (isLeaking) await publish(one, tracks, () => false, plain);
    isSecret = isReady && !isLeaking;
    tellSecrecy();
    return isLeaking || (isReady && stands);
  };

  let stay: Stay | undefined;
  const enter = (): Stay =>
    stayIn({
      ticket: options.ticket,
      room: () => {
        isLeaking = false;
        isSecret = undefined;
        unreadable.clear();
        cipher = closed?.startCipher();
        return {
          adaptiveStream: true,
          dynacast: true,
          stopLocalTrackOnUnpublish: false,
          disconnectOnPageLeave: true,
          ...(cipher && { encryption: { keyProvider: keys, worker: cipher } }),
        };
      },
      prepare: async (one) => {
        const count = (): void => {
          const others = one.remoteParticipants.size;
          tiles.arrange({ layout: others >= crowd ? 'speaker' : 'panel' });
          tell(others === 0 ? 'alone' : 'connected');
        };
        const gone = (person: RemoteParticipant): void => {
          unreadable.gone(person.identity);
          count();
        };
        one
          .on(RoomEvent.TrackSubscribed, (_track, publication, person) => {
            if (!closed || publication.isEncrypted) return;
            publication.setSubscribed(false);
            unreadable.failed(person.identity, person.name ?? '');
          })
          .on(RoomEvent.ParticipantConnected, count)
          .on(RoomEvent.ParticipantDisconnected, gone)
          .on(RoomEvent.EncryptionError, (error, person) => {
            if (!person || person === one.localParticipant || !/decrypt/i.test(error.message)) return;
            unreadable.failed(person.identity, person.name ?? '');
          });
        showPeople(one, tiles, (_person, publication) => !closed || publication.isEncrypted);
        if (closed) {
          stopLooking = lookOften(one, unreadable);
          await one.setE2EEEnabled(true);
        }
        const soon = following(one, () => follow(one));
        arrive = () => (count(), soon());
      },
      inside: () => arrive(),
      clear: () => {
        stopLooking?.();
        cipher?.terminate();
        tiles.clear();
      },
      tell,
    });
  tell('looking');
  return {
    enter: () => {
      if (stay) return;
      tell('connecting');
      stay = enter();
    },
    inUse: devices.inUse,
    use: async (kind, deviceId) => {
      await devices.use(kind, deviceId);
      if (kind === 'videoinput') return makeSmall();
      stopLevel?.();
      stopLevel = devices.microphone && showLevel(devices.microphone, options.meter);
    },
    turn: async (kind, on) => {
      const track = kind === 'camera' ? devices.video : devices.audio;
      await (on ? track?.unmute() : track?.mute());
    },
    leave: async () => {
      stopLevel?.();
      await stay?.leave();
      for (const track of tracks) track.stop();
      devices.stop();
    },
  };
}
