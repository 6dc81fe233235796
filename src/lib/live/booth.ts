import { createLocalAudioTrack, LogLevel, Room, RoomEvent, setLogLevel } from 'livekit-client';
import { boothOf, mixLanguages } from './languages.ts';
import { showLevel } from './level.ts';
import { engineAddress, NoTicket, pause, type Ticket } from './ticket.ts';
import { makeTiles } from './tiles.ts';

export interface InterpreterOptions {
  ticket(): Promise<Ticket>;
  meter: HTMLMeterElement;
  place: HTMLElement;
  /** connected, reconnecting, failed, ended, relay_silent */
  tell(key: string): void;
}

export interface Interpreter {
  /** Whether one's microphone is open, as the server says. */
  open(isOpen: boolean): void;
  /** Undefined: the floor; otherwise the booth one listens through. */
  relay(lang: string | undefined): void;
  leave(): Promise<void>;
}

/** An interpreter's microphone: on the device until the engine permits it, which it does for whoever has the booth's. */
export async function interpret(options: InterpreterOptions): Promise<Interpreter> {
  // Its log names rooms and identities.
  setLogLevel(LogLevel.silent);
  const audio = await createLocalAudioTrack({
    echoCancellation: true,
    noiseSuppression: true,
    autoGainControl: true,
  });
  const stopLevel = showLevel(audio.mediaStreamTrack, options.meter);
  const tiles = makeTiles(options.place, () => undefined);
  let isOpen = true;
  let relay: string | undefined;
  let left = false;
  let room: Room | undefined;
  let choose: (lang: string | undefined) => void = () => undefined;

  const follow = async (one: Room): Promise<void> => {
    const me = one.localParticipant;
    const isOut = [...me.trackPublications.values()].some((publication) => publication.track === audio);
    if (me.permissions?.canPublish && !isOut)
      await me.publishTrack(audio, { dtx: false, stopMicTrackOnMute: false }).catch(() => undefined);
    if (!me.permissions?.canPublish && isOut) await me.unpublishTrack(audio, false).catch(() => undefined);
    if (isOpen === audio.isMuted) await (isOpen ? audio.unmute() : audio.mute());
  };
  const stay = async (): Promise<'over' | 'lost'> => {
    const one = new Room({ adaptiveStream: true, stopLocalTrackOnUnpublish: false });
    room = one;
    const mix = mixLanguages(one, {
      floor: 0,
      tell: (heard, lang) =>
        options.tell(lang && (heard === 'silent' || heard === 'empty') ? 'relay_silent' : 'connected'),
    });
    choose = mix.choose;
    mix.choose(relay);
    const ended = new Promise<'over' | 'lost'>((resolve) =>
      // 4 taken out, 5 the room was deleted.
      one.on(RoomEvent.Disconnected, (reason) => resolve(reason === 5 || reason === 4 ? 'over' : 'lost')),
    );
    let following = Promise.resolve();
    const soon = (): void => void (following = following.then(() => follow(one)).catch(() => undefined));
    again = soon;
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
      .on(RoomEvent.Reconnecting, () => options.tell('reconnecting'))
      .on(RoomEvent.Reconnected, soon);
    const ticket = await options.ticket();
    await one.connect(engineAddress(ticket), ticket.token);
    options.tell('connected');
    soon();
    return ended;
  };
  let again: () => void = () => undefined;
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
    open: (next) => {
      isOpen = next;
      again();
    },
    relay: (lang) => {
      relay = lang;
      choose(lang);
    },
    leave: async () => {
      left = true;
      stopLevel();
      await room?.disconnect();
      tiles.clear();
      audio.stop();
    },
  };
}
