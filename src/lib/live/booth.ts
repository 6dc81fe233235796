import { createLocalAudioTrack, type Room } from 'livekit-client';
import { boothOf, mixLanguages } from './languages.ts';
import { showLevel } from './level.ts';
import { following, publish, stayIn } from './stay.ts';
import type { Ticket } from './ticket.ts';
import { makeTiles, showPeople } from './tiles.ts';

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
  const audio = await createLocalAudioTrack({
    echoCancellation: true,
    noiseSuppression: true,
    autoGainControl: true,
  });
  const stopLevel = showLevel(audio.mediaStreamTrack, options.meter);
  const tiles = makeTiles(options.place, () => undefined);
  let isOpen = true;
  let relay: string | undefined;
  let choose: (lang: string | undefined) => void = () => undefined;
  let soon = (): void => undefined;

  const follow = async (one: Room): Promise<boolean> => {
    const may = Boolean(one.localParticipant.permissions?.canPublish);
    const stands = await publish(one, [audio], () => may, { dtx: false });
    if (isOpen === audio.isMuted) await (isOpen ? audio.unmute() : audio.mute());
    return stands;
  };
  const stay = stayIn({
    ticket: options.ticket,
    room: () => ({ adaptiveStream: true, stopLocalTrackOnUnpublish: false }),
    over: [4, 5],
    prepare: (one) => {
      const mix = mixLanguages(one, {
        floor: 0,
        tell: (heard, lang) =>
          options.tell(lang && (heard === 'silent' || heard === 'empty') ? 'relay_silent' : 'connected'),
      });
      choose = mix.choose;
      mix.choose(relay);
      showPeople(one, tiles, (person) => !boothOf(person));
      soon = following(one, () => follow(one));
    },
    inside: () => {
      options.tell('connected');
      soon();
    },
    clear: tiles.clear,
    tell: options.tell,
  });
  return {
    open: (next) => {
      isOpen = next;
      soon();
    },
    relay: (lang) => {
      relay = lang;
      choose(lang);
    },
    leave: async () => {
      stopLevel();
      await stay.leave();
      audio.stop();
    },
  };
}
