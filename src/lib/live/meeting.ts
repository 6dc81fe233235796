import {
  ConnectionState,
  ExternalE2EEKeyProvider,
  LogLevel,
  Room,
  RoomEvent,
  setLogLevel,
  type RemoteParticipant,
} from 'livekit-client';
import { openDevices, type DeviceWishes } from './devices.ts';
import { showLevel } from './level.ts';
import { engineAddress, NoTicket, pause, type Ticket } from './ticket.ts';
import { makeTiles } from './tiles.ts';

export interface MeetingOptions {
  ticket(): Promise<Ticket>;
  wishes: DeviceWishes;
  preview: HTMLVideoElement | null;
  meter: HTMLMeterElement;
  place: HTMLElement;
  /** Of a closed meeting. With it nothing leaves this device in the clear, and nothing in the clear is shown. */
  closed?: { key: ArrayBuffer; startCipher(): Worker };
  /** connecting, connected, alone, reconnecting, failed, ended */
  tell(key: string): void;
  /** on: encrypted; off: nothing is published; and who can't be read. */
  secrecy(state: 'on' | 'off', unreadable: readonly string[]): void;
}

export interface Meeting {
  use(kind: 'videoinput' | 'audioinput', deviceId: string): Promise<void>;
  turn(kind: 'camera' | 'microphone', on: boolean): Promise<void>;
  leave(): Promise<void>;
}

/** From so many others on, whoever speaks is large and the rest are small. */
const crowd = 5;
const cipherWithinMs = 15_000;
/** Enough for a gallery, where everybody is sent to everybody. */
const picture = { width: { ideal: 640 }, height: { ideal: 360 }, frameRate: { ideal: 20 } };

/** The thread that encrypts says by itself when it does. */
async function isEncrypting(room: Room): Promise<boolean> {
  for (let waited = 0; waited < cipherWithinMs && !room.isE2EEEnabled; waited += 100) await pause(100);
  return room.isE2EEEnabled;
}

/**
 * Takes part: camera and microphone go out at once, and everybody inside is seen and heard. Whoever is sent to another room
 * is let go by the engine and comes back in with a ticket of now, until there is none.
 */
export async function meet(options: MeetingOptions): Promise<Meeting> {
  // Its log names rooms and identities.
  setLogLevel(LogLevel.silent);
  const { tell, closed } = options;
  const devices = await openDevices(options.wishes);
  await devices.video?.mediaStreamTrack.applyConstraints(picture).catch(() => undefined);
  const tracks = [devices.audio, devices.video].filter((track) => track !== undefined);
  if (options.preview) devices.video?.attach(options.preview);
  const stopLevel = devices.microphone && showLevel(devices.microphone, options.meter);
  const tiles = makeTiles(options.place, () => undefined);
  const keys = new ExternalE2EEKeyProvider();
  if (closed) await keys.setKey(closed.key);
  let left = false;
  let room: Room | undefined;
  let cipher: Worker | undefined;

  const publish = async (one: Room): Promise<void> => {
    if (closed && !(await isEncrypting(one))) return options.secrecy('off', []);
    for (const track of tracks) {
      if (one.state !== ConnectionState.Connected) return;
      const out = await one.localParticipant.publishTrack(track, {
        simulcast: !closed,
        stopMicTrackOnMute: false,
      });
      if (!closed || out.isEncrypted) continue;
      await one.localParticipant.unpublishTrack(track, false);
      return options.secrecy('off', []);
    }
    if (closed) options.secrecy('on', []);
  };

  const stay = async (): Promise<void> => {
    const ticket = await options.ticket();
    cipher = closed?.startCipher();
    const one = new Room({
      adaptiveStream: true,
      dynacast: true,
      stopLocalTrackOnUnpublish: false,
      disconnectOnPageLeave: true,
      ...(cipher && { encryption: { keyProvider: keys, worker: cipher } }),
    });
    room = one;
    const unreadable = new Map<string, string>();
    const ended = new Promise<void>((resolve) =>
      one.on(RoomEvent.Disconnected, () => resolve()).on(RoomEvent.Reconnecting, () => resolve()),
    );
    const count = (): void => {
      const others = one.remoteParticipants.size;
      tiles.arrange({ layout: others >= crowd ? 'speaker' : 'panel' });
      tell(others === 0 ? 'alone' : 'connected');
    };
    const gone = (person: RemoteParticipant): void => {
      tiles.drop(person);
      if (unreadable.delete(person.identity)) options.secrecy('on', [...unreadable.values()]);
      count();
    };
    one
      .on(RoomEvent.TrackSubscribed, (track, publication, person) => {
        if (closed && !publication.isEncrypted) {
          publication.setSubscribed(false);
          unreadable.set(person.identity, person.name ?? '');
          return options.secrecy('on', [...unreadable.values()]);
        }
        tiles.add(track, person);
      })
      .on(RoomEvent.TrackUnsubscribed, (track, _publication, person) => tiles.remove(track, person))
      .on(RoomEvent.ParticipantConnected, count)
      .on(RoomEvent.ParticipantDisconnected, gone)
      .on(RoomEvent.ActiveSpeakersChanged, (people) => tiles.speaking(people.map((who) => who.identity)))
      .on(RoomEvent.EncryptionError, (error, person) => {
        if (!person || person === one.localParticipant || !/decrypt/i.test(error.message)) return;
        unreadable.set(person.identity, person.name ?? '');
        options.secrecy(one.isE2EEEnabled ? 'on' : 'off', [...unreadable.values()]);
      });
    if (closed) await one.setE2EEEnabled(true);
    await one.connect(engineAddress(ticket), ticket.token);
    count();
    await publish(one);
    await ended;
  };

  const run = async (): Promise<void> => {
    tell('connecting');
    for (let attempt = 0; !left; attempt++) {
      const began = Date.now();
      try {
        await stay();
        if (Date.now() - began > 5000) attempt = 0;
        if (!left) tell('reconnecting');
      } catch (error) {
        if (error instanceof NoTicket && error.gone) {
          left = true;
          tell('ended');
        } else tell('failed');
      }
      await room?.disconnect(false);
      cipher?.terminate();
      tiles.clear();
      if (!left) await pause(Math.min(15_000, 300 * 2 ** attempt) * (0.7 + Math.random() * 0.6));
    }
  };
  void run();
  return {
    use: devices.use,
    turn: async (kind, on) => {
      const track = kind === 'camera' ? devices.video : devices.audio;
      await (on ? track?.unmute() : track?.mute());
    },
    leave: async () => {
      left = true;
      stopLevel?.();
      await room?.disconnect();
      cipher?.terminate();
      tiles.clear();
      for (const track of tracks) track.stop();
      devices.stop();
    },
  };
}
