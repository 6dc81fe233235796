import {
  AudioStream,
  Room,
  RoomEvent,
  TrackKind,
  TrackSource,
  type RemoteParticipant,
  type RemoteTrack,
  type RemoteTrackPublication,
} from '@livekit/rtc-node';
import { rate } from './clock.ts';
import { makeLateness } from './lateness.ts';
import { makeVoice, type Voice } from './voice.ts';

/** One voice that is heard now. */
export interface Heard {
  identity: string;
  kind: 'voice' | 'booth';
  /** Of a booth. */
  lang?: string;
  voice: Voice;
}

/** One picture that could be watched. */
export interface Seen {
  sid: string;
  identity: string;
  source: 'camera' | 'screen';
  /** Asks the engine for it, or no longer. */
  want(isWanted: boolean): void;
  /** There as soon as it is received. */
  track(): RemoteTrack | undefined;
}

export interface Hall {
  voices: ReadonlyMap<string, Heard>;
  pictures(): Seen[];
  /** How much longer than pictures sound was held back before it came here, in milliseconds. */
  lateness(): number;
  /** Comes in, instead of where it was. */
  enter(url: string, token: string): Promise<void>;
  leave(): Promise<void>;
}

/** A line that does not heal by itself for so long is given up, and another one is begun. */
const healMs = 2000;
const measureEveryMs = 2000;
const attendEveryMs = 500;

function want(publication: RemoteTrackPublication, isWanted: boolean): void {
  try {
    publication.setSubscribed(isWanted);
  } catch {
    // It went with its room.
  }
}

/** The stage's room as the bot hears it. `lost` is called when it is in no more, once for each time it was. */
export function makeHall(lost: () => void): Hall {
  const voices = new Map<string, Heard>();
  const late = makeLateness();
  let measuring: NodeJS.Timeout | undefined;
  let attending: NodeJS.Timeout | undefined;
  let room: Room | undefined;

  const listen = async (sid: string, track: RemoteTrack, person: RemoteParticipant): Promise<void> => {
    // The server says it of them; nobody can say it of themselves.
    const lang = person.attributes.booth || undefined;
    const voice = makeVoice();
    const heard: Heard = {
      identity: person.identity,
      kind: lang ? 'booth' : 'voice',
      ...(lang && { lang }),
      voice,
    };
    voices.set(sid, heard);
    const reader = new AudioStream(track, { sampleRate: rate, numChannels: 1, frameSizeMs: 20 }).getReader();
    try {
      for (let one = await reader.read(); !one.done; one = await reader.read()) {
        if (voices.get(sid) !== heard) return void (await reader.cancel());
        voice.put(one.value.data);
      }
    } finally {
      if (voices.get(sid) === heard) voices.delete(sid);
    }
  };

  const leave = async (): Promise<void> => {
    const old = room;
    clearInterval(measuring);
    clearInterval(attending);
    room = undefined;
    voices.clear();
    if (!old) return;
    old.removeAllListeners();
    // A lost engine answers no goodbye.
    await Promise.race([
      old.disconnect().catch(() => undefined),
      new Promise((done) => setTimeout(done, 1000)),
    ]);
  };

  return {
    voices,
    lateness: late.now,
    pictures: () =>
      [...(room?.remoteParticipants.values() ?? [])].flatMap((person) =>
        [...person.trackPublications.values()].flatMap((publication): Seen[] => {
          const { sid, source, kind, muted } = publication;
          if (!sid || kind !== TrackKind.KIND_VIDEO || muted || person.attributes.booth) return [];
          const isScreen = source === TrackSource.SOURCE_SCREENSHARE;
          return [
            {
              sid,
              identity: person.identity,
              source: isScreen ? 'screen' : 'camera',
              want: (isWanted) => want(publication as RemoteTrackPublication, isWanted),
              track: () => publication.track as RemoteTrack | undefined,
            },
          ];
        }),
      ),
    enter: async (url, token) => {
      await leave();
      const one = new Room();
      room = one;
      const isOld = (): boolean => room !== one;
      let healing: NodeJS.Timeout | undefined;
      const giveUp = (): void => {
        clearTimeout(healing);
        if (isOld()) return;
        void leave().finally(lost);
      };
      /** Asks for each voice, and hears what came of it. A client that healed by itself may have told of neither. */
      const attend = (): void => {
        if (isOld()) return;
        for (const person of one.remoteParticipants.values())
          for (const publication of person.trackPublications.values()) {
            const { sid, kind, track } = publication;
            if (!sid || kind !== TrackKind.KIND_AUDIO || voices.has(sid)) continue;
            // A stream that breaks is a voice that is gone; the others go on.
            if (track) listen(sid, track as RemoteTrack, person).catch(() => undefined);
            else want(publication as RemoteTrackPublication, true);
          }
      };
      one
        .on(RoomEvent.TrackPublished, attend)
        .on(RoomEvent.TrackSubscribed, attend)
        .on(RoomEvent.TrackUnsubscribed, (_track, { sid }) => !isOld() && sid && voices.delete(sid))
        .on(RoomEvent.TrackUnpublished, ({ sid }) => !isOld() && sid && voices.delete(sid))
        .on(RoomEvent.Reconnecting, () => (healing ??= setTimeout(giveUp, healMs)))
        .on(RoomEvent.Reconnected, () => {
          clearTimeout(healing);
          healing = undefined;
        })
        .on(RoomEvent.Disconnected, giveUp);
      try {
        await one.connect(url, token, { autoSubscribe: false, dynacast: true });
      } catch (error) {
        if (!isOld()) await leave();
        throw error;
      }
      if (isOld()) return;
      // A line that is lost tells nothing of itself.
      measuring = setInterval(() => void late.read(one).catch(() => undefined), measureEveryMs);
      attending = setInterval(attend, attendEveryMs);
      attend();
    },
    leave,
  };
}
