import {
  ConnectionState,
  LogLevel,
  Room,
  RoomEvent,
  setLogLevel,
  Track,
  type LocalTrack,
} from 'livekit-client';
import { makeBackroom } from './backroom.ts';
import { openDevices, type DeviceWishes } from './devices.ts';
import { boothOf, listenIn } from './languages.ts';
import { showLevel } from './level.ts';
import { engineAddress, fetchTicket, NoTicket, pause } from './ticket.ts';
import { makeTiles, type Standing } from './tiles.ts';

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

export interface Speaker {
  use(kind: 'videoinput' | 'audioinput', deviceId: string): Promise<void>;
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
  // Its log names rooms and identities.
  setLogLevel(LogLevel.silent);
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
  /** A shared screen is captured until somebody stops it: the engine's taking it away does not. */
  const shared: LocalTrack[] = [];
  let left = false;
  let room: Room | undefined;

  /** Publishes what is allowed now and takes back what isn't; the engine's answers decide, not our wishes. */
  const follow = async (one: Room, again: () => void): Promise<void> => {
    // What is published into a room that is away, the client stops for good a quarter of a minute later.
    if (left || one !== room || one.state !== ConnectionState.Connected) return;
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
    for (const track of tracks) {
      const isOut = [...one.localParticipant.trackPublications.values()].some(
        (publication) => publication.track === track,
      );
      // What was taken away meanwhile is not allowed any more; an engine that is coming up refuses for a moment only.
      if (allows(track.source) && !isOut)
        await one.localParticipant
          .publishTrack(track, { simulcast: true, stopMicTrackOnMute: false })
          .catch(again);
      if (!allows(track.source) && isOut)
        await one.localParticipant.unpublishTrack(track, false).catch(() => undefined);
    }
    const mayShare = allows(Track.Source.ScreenShare);
    if (!mayShare && screenOf(one))
      await one.localParticipant.setScreenShareEnabled(false).catch(() => undefined);
    if (!screenOf(one)) for (const track of shared.splice(0)) track.stop();
    options.sharing(screenOf(one) !== undefined, mayShare);
    if (may?.hidden && talks) backroom.enter(tracks);
  };

  const stay = async (): Promise<'over' | 'lost'> => {
    const ticket = await fetchTicket(options.tickets);
    const one = new Room({ adaptiveStream: true, dynacast: true, stopLocalTrackOnUnpublish: false });
    room = one;
    listenIn(one);
    // Beyond a short gap the client would come back by itself with what it knew, and publish while we do: we come in
    // anew instead, with a ticket that says what is allowed now.
    let lost = (): void => undefined;
    const ended = new Promise<'over' | 'lost'>((resolve) => {
      lost = () => resolve('lost');
      one.on(RoomEvent.Disconnected, (reason) => resolve(reason === 5 || reason === 4 ? 'over' : 'lost'));
    });
    let following = Promise.resolve();
    const again = (): void => void setTimeout(soon, 1000);
    const soon = (): void =>
      void (following = following.then(() => follow(one, again)).catch(() => undefined));
    one
      .on(
        RoomEvent.ParticipantPermissionsChanged,
        (_before, person) => person === one.localParticipant && soon(),
      )
      .on(RoomEvent.LocalTrackUnpublished, soon)
      .on(RoomEvent.DataReceived, (_bytes, _from, _kind, topic) => topic === 'news' && options.news())
      .on(RoomEvent.ActiveSpeakersChanged, (people) => tiles.speaking(people.map((who) => who.identity)))
      .on(
        RoomEvent.TrackSubscribed,
        (track, _publication, person) => boothOf(person) || tiles.add(track, person),
      )
      .on(RoomEvent.TrackUnsubscribed, (track, _publication, person) => tiles.remove(track, person))
      .on(RoomEvent.ParticipantDisconnected, (person) => tiles.drop(person))
      .on(RoomEvent.Reconnecting, () => (options.tell('reconnecting'), lost()))
      .on(RoomEvent.Reconnected, soon);
    await one.connect(engineAddress(ticket), ticket.token);
    soon();
    return ended;
  };
  const run = async (): Promise<void> => {
    for (let attempt = 0; !left; attempt++) {
      try {
        if ((await stay()) === 'over') return options.tell('ended');
        attempt = 0;
      } catch (error) {
        if (error instanceof NoTicket && error.gone) return options.tell('ended');
        options.tell('failed');
      }
      await room?.disconnect(false);
      tiles.clear();
      if (!left) await pause(Math.min(10_000, 500 * 2 ** attempt));
    }
  };
  void run();
  return {
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
      else if (room?.localParticipant.permissions?.hidden) backroom.enter(tracks);
    },
    share: async (on) => {
      // The choice of a window is the browser's; whoever closes it shares nothing.
      const one = await room?.localParticipant
        .setScreenShareEnabled(on, { audio: true, resolution: { width: 1920, height: 1080, frameRate: 15 } })
        .catch(() => undefined);
      if (on && one?.track)
        for (const { track } of room?.localParticipant.trackPublications.values() ?? [])
          if (
            track &&
            (track.source === Track.Source.ScreenShare || track.source === Track.Source.ScreenShareAudio)
          )
            shared.push(track);
      options.sharing(Boolean(room && screenOf(room)), true);
    },
    arrange: tiles.arrange,
    leave: async () => {
      left = true;
      talks = false;
      stopLevel?.();
      await backroom.leave();
      await room?.disconnect();
      tiles.clear();
      for (const track of [...shared, ...tracks]) track.stop();
      devices.stop();
    },
  };
}
