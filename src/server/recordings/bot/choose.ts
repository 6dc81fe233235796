import type { Heard, Seen } from './hall.ts';

/** Whoever is louder must be so for this long before the picture goes to them. */
const patienceMs = 2500;

/**
 * Whose picture is shown: a shared screen, else the camera of who has the floor by the list of speakers, else that of the
 * loudest voice. Nobody's: undefined.
 */
export function makeChoice(): (
  seen: readonly Seen[],
  heard: Iterable<Heard>,
  speaker: string | null,
  now: number,
) => Seen | undefined {
  const loudness = new Map<string, number>();
  let [shown, wanted, since] = ['', '', 0];
  return (seen, heard, speaker, now) => {
    for (const [identity, level] of loudness) loudness.set(identity, level * 0.9);
    for (const { identity, kind, voice } of heard)
      if (kind === 'voice') loudness.set(identity, Math.max(loudness.get(identity) ?? 0, voice.level()));
    const screen = seen.find((one) => one.source === 'screen');
    const floor = seen.find((one) => one.identity === speaker);
    const certain = screen ?? floor;
    if (certain) return settle(certain);
    const level = ({ identity }: Seen): number => loudness.get(identity) ?? 0;
    const loudest = [...seen].sort((a, b) => level(b) - level(a))[0];
    const before = seen.find((one) => one.sid === shown);
    if (!before || !loudest || level(loudest) < 0.01) return settle(before ?? loudest);
    if (loudest.sid !== wanted) [wanted, since] = [loudest.sid, now];
    return settle(loudest.sid === shown || now - since < patienceMs ? before : loudest);
  };
  function settle(one: Seen | undefined): Seen | undefined {
    shown = one?.sid ?? '';
    return one;
  }
}
