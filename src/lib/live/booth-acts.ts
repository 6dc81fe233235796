import type { BoothView } from '#server/live';

// What a booth is to the person looking; the same rules for the page as sent and for the script that keeps it so.

export const boothActs = ['take', 'accept', 'offer', 'withdraw', 'open', 'close', 'slower', 'leave'] as const;
export type BoothAct = (typeof boothActs)[number];

/** Which buttons are of use now. */
export function isOfUse(act: BoothAct, now: BoothView): boolean {
  if (!now.isIn) return false;
  const isTaken = now.people.some((person) => person.hasMicrophone);
  switch (act) {
    case 'take':
      return !isTaken;
    case 'accept':
      return isTaken && !now.hasMicrophone && now.isOffered;
    case 'offer':
      return now.hasMicrophone && !now.isOffered;
    case 'withdraw':
      return now.hasMicrophone && now.isOffered;
    case 'open':
      return now.hasMicrophone && !now.isOnAir;
    case 'close':
      return now.hasMicrophone && now.isOnAir;
    default:
      return true;
  }
}

/** Key of the sentence that says how the booth stands, and the name in it. */
export function standing(now: BoothView): { key: string; name: string } {
  const active = now.people.find((person) => person.hasMicrophone);
  const name = active?.shownAs ?? '';
  if (!active) return { key: 'alone', name };
  if (now.isOffered) return { key: now.hasMicrophone ? 'offered_yours' : 'offered_other', name };
  return { key: `${now.hasMicrophone ? 'yours' : 'other'}${now.isOnAir ? '' : '_closed'}`, name };
}

export const standings = [
  'alone',
  'yours',
  'yours_closed',
  'other',
  'other_closed',
  'offered_yours',
  'offered_other',
] as const;
