import { RoomEvent, Track, type LocalParticipant, type LocalTrack, type Room } from 'livekit-client';
import { makeBackroom } from './backroom.ts';
import type { DevicesInUse } from './device-choice.ts';
import { openDevices, type DeviceWishes } from './devices.ts';
import { boothOf, listenIn } from './languages.ts';
import { showLevel } from './level.ts';
import { following, publish, stayIn } from './stay.ts';
import { fetchTicket } from './ticket.ts';
import { makeTiles, showPeople, type Standing } from './tiles.ts';

export interface SpeakerOptions {
  tickets: string;
  wishes: DeviceWishes;
  /** What to tell who is off the stage: you_backstage, you_hall. */
  off: string;
  preview: HTMLVideoElement | null;
  meter: HTMLMeterElement;
  /** Where those on stage are shown, and those in the talk behind it. */
  others: HTMLElement;
  crew: HTMLElement;
  /** you_backstage, you_hall, you_stage, you_muted, reconnecting, failed, ended */
  tell(key: string): void;
  /** The site has news for this person. */
  news(): void;
  /** How many others are in the talk backstage; undefined: one isn't in it. */
  talkers(count: number | undefined): void;
  sharing(isOn: boolean, may: boolean): void;
}

export interface Speaker extends DevicesInUse {
  turn(kind: 'camera' | 'microphone', on: boolean): Promise<void>;
  /** In or out of the talk backstage. On stage one is out of it, and back in it after. */
  talk(on: boolean): void;
  /** The screen and its sound. */
  share(on: boolean): Promise<void>;
  arrange(standing: Standing): void;
  leave(): Promise<void>;
}

/** As the engine numbers them. */
const sourceNumbers: Partial<Record<Track.Source, number>> = {
  [Track.Source.Camera]: 1,
  [Track.Source.Microphone]: 2,
  [Track.Source.ScreenShare]: 3,
  [Track.Source.ScreenShareAudio]: 4,
};
const screenOf = (room: Room): LocalTrack | undefined =>
  room.localParticipant.getTrackPublication(Track.Source.ScreenShare)?.track;

/**
 * A speaker's camera and microphone. They stay on the device until the host brings the speaker on stage, which the
 * engine says by a permission; then they are published, and taken back when the permission goes.
 */
export async function speak(options: SpeakerOptions): Promise<Speaker> {
  const devices = await openDevices(options.wishes);
  const { audio, video } = devices;
  const tracks = [audio, video].filter((track) => track !== undefined);
  if (options.preview) video?.attach(options.preview);
  let stopLevel = devices.microphone && showLevel(devices.microphone, options.meter);
  const tiles = makeTiles(options.others, () => undefined);
  const backroom = makeBackroom({
    tickets: `${options.tickets}?talk`,
    place: options.crew,
    tell: options.talkers,
  });
  let talks = false;
  let soon = (): void => undefined;
  /** A shared screen is captured until somebody stops it: the engine's taking it away does not. */
  const shared: LocalTrack[] = [];

  /** Publishes what is allowed now and takes back what isn't; the engine's answers decide, not our wishes. */
  const follow = async (one: Room): Promise<boolean> => {
    const may = one.localParticipant.permissions;
    const allows = (source: Track.Source): boolean => {
      const sources = may?.canPublishSources ?? [];
      // An empty list allows all.
      return (
        Boolean(may?.canPublish) && (sources.length === 0 || sources.includes(sourceNumbers[source] ?? 0))
      );
    };
    // The same tracks go out in one room at a time.
    if (!may?.hidden) await backroom.leave();
    options.tell(
      may?.hidden ? options.off : audio && !allows(Track.Source.Microphone) ? 'you_muted' : 'you_stage',
    );
    const stands = await publish(one, tracks, (track) => allows(track.source), { simulcast: true });
    const mayShare = allows(Track.Source.ScreenShare);
    if (!mayShare && screenOf(one))
      await one.localParticipant.setScreenShareEnabled(false).catch(() => undefined);
    if (!screenOf(one)) for (const track of shared.splice(0)) track.stop();
    options.sharing(screenOf(one) !== undefined, mayShare);
    if (may?.hidden && talks) backroom.enter(tracks);
    return stands;
  };

  const stay = stayIn({
    ticket: () => fetchTicket(options.tickets),
    room: () => ({ adaptiveStream: true, dynacast: true, stopLocalTrackOnUnpublish: false }),
    over: [4, 5],
    prepare: (one) => {
      listenIn(one);
      showPeople(one, tiles, (person) => !boothOf(person));
      one.on(RoomEvent.DataReceived, (_bytes, _from, _kind, topic) => topic === 'news' && options.news());
      soon = following(one, () => follow(one));
    },
    inside: () => soon(),
    clear: tiles.clear,
    tell: options.tell,
  });
  const me = (): LocalParticipant | undefined => stay.room()?.localParticipant;
  return {
    inUse: devices.inUse,
    use: async (kind, deviceId) => {
      await devices.use(kind, deviceId);
      if (kind === 'videoinput' || !devices.microphone) return;
      stopLevel?.();
      stopLevel = showLevel(devices.microphone, options.meter);
    },
    turn: async (kind, on) => {
      const track = kind === 'camera' ? video : audio;
      await (on ? track?.unmute() : track?.mute());
    },
    talk: (on) => {
      talks = on;
      if (!on) void backroom.leave();
      else if (me()?.permissions?.hidden) backroom.enter(tracks);
    },
    share: async (on) => {
      // The choice of a window is the browser's; whoever closes it shares nothing.
      const one = await me()
        ?.setScreenShareEnabled(on, { audio: true, resolution: { width: 1920, height: 1080, frameRate: 15 } })
        .catch(() => undefined);
      if (on && one?.track)
        for (const { track } of me()?.trackPublications.values() ?? [])
          if (
            track &&
            (track.source === Track.Source.ScreenShare || track.source === Track.Source.ScreenShareAudio)
          )
            shared.push(track);
      const room = stay.room();
      options.sharing(Boolean(room && screenOf(room)), true);
    },
    arrange: tiles.arrange,
    leave: async () => {
      talks = false;
      stopLevel?.();
      await backroom.leave();
      await stay.leave();
      for (const track of [...shared, ...tracks]) track.stop();
      devices.stop();
    },
  };
}
