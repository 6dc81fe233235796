import {
  createLocalTracks,
  LogLevel,
  Room,
  RoomEvent,
  setLogLevel,
  Track,
  type LocalAudioTrack,
  type LocalTrack,
  type LocalVideoTrack,
} from 'livekit-client';
import { boothOf, listenIn } from './languages.ts';
import { showLevel } from './level.ts';
import { engineAddress, fetchTicket, NoTicket, pause } from './ticket.ts';
import { makeTiles } from './tiles.ts';

export interface SpeakerOptions {
  tickets: string;
  preview: HTMLVideoElement;
  meter: HTMLMeterElement;
  others: HTMLElement;
  /** you_backstage, you_stage, you_muted, reconnecting, failed, ended */
  tell(key: string): void;
}

export interface Speaker {
  use(kind: 'videoinput' | 'audioinput', deviceId: string): Promise<void>;
  turn(kind: 'camera' | 'microphone', on: boolean): Promise<void>;
  leave(): Promise<void>;
}

/**
 * A speaker's camera and microphone. They stay on the device until the host brings the speaker on stage, which the
 * engine says by a permission; then they are published, and taken back when the permission goes.
 */
export async function speak(options: SpeakerOptions): Promise<Speaker> {
  // Its log names rooms and identities.
  setLogLevel(LogLevel.silent);
  const tracks = await createLocalTracks({
    audio: true,
    video: { resolution: { width: 1280, height: 720, frameRate: 24 } },
  });
  const audio = tracks.find((track): track is LocalAudioTrack => track.kind === Track.Kind.Audio);
  const video = tracks.find((track): track is LocalVideoTrack => track.kind === Track.Kind.Video);
  video?.attach(options.preview);
  let stopLevel = audio ? showLevel(audio.mediaStreamTrack, options.meter) : undefined;
  const tiles = makeTiles(options.others, () => undefined);
  let left = false;
  let room: Room | undefined;

  /** Publishes what is allowed now and takes back what isn't; the engine's answers decide, not our wishes. */
  const follow = async (one: Room, again: () => void): Promise<void> => {
    if (left || one !== room) return;
    const may = one.localParticipant.permissions;
    const allows = (track: LocalTrack): boolean => {
      const sources = may?.canPublishSources ?? [];
      // 1 camera, 2 microphone; an empty list allows all.
      return (
        Boolean(may?.canPublish) &&
        (sources.length === 0 || sources.includes(track.kind === Track.Kind.Video ? 1 : 2))
      );
    };
    options.tell(!may?.canPublish ? 'you_backstage' : audio && !allows(audio) ? 'you_muted' : 'you_stage');
    for (const track of [video, audio]) {
      if (!track) continue;
      const isOut = [...one.localParticipant.trackPublications.values()].some(
        (publication) => publication.track === track,
      );
      // What was taken away meanwhile is not allowed any more; an engine that is coming up refuses for a moment only.
      if (allows(track) && !isOut)
        await one.localParticipant
          .publishTrack(track, { simulcast: true, stopMicTrackOnMute: false })
          .catch(again);
      if (!allows(track) && isOut)
        await one.localParticipant.unpublishTrack(track, false).catch(() => undefined);
    }
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
      if (kind === 'videoinput') await video?.setDeviceId(deviceId);
      else if (audio) {
        await audio.setDeviceId(deviceId);
        stopLevel?.();
        stopLevel = showLevel(audio.mediaStreamTrack, options.meter);
      }
    },
    turn: async (kind, on) => {
      const track = kind === 'camera' ? video : audio;
      await (on ? track?.unmute() : track?.mute());
    },
    leave: async () => {
      left = true;
      stopLevel?.();
      await room?.disconnect();
      tiles.clear();
      for (const track of tracks) track.stop();
    },
  };
}
