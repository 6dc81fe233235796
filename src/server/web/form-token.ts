import { randomBytes } from 'node:crypto';
import { openBox, sealBox, sha256, type Ctx } from '#server/kernel';

/** What a form carries: a token for one use, and for guests the puzzle that makes flooding dear. */
export interface FormTicket {
  token: string;
  /** Absent for people who are signed in. */
  work?: { challenge: string; bits: number };
}

interface Token {
  id: string;
  who: string;
  /** Seconds since 1970, to age tokens; it never leaves the sealed box. */
  at: number;
}

const dayInSeconds = 86_400;
const whoIs = (ctx: Ctx): string => (ctx.actor.kind === 'person' ? ctx.actor.signInId : 'guest');

/** A fresh ticket for the forms of one page. */
export function makeTicket(ctx: Ctx): FormTicket {
  const id = randomBytes(16).toString('base64url');
  const token = sealBox(ctx.app.keys, 'form', {
    id,
    who: whoIs(ctx),
    at: Math.floor(ctx.now().getTime() / 1000),
  });
  if (ctx.actor.kind !== 'guest' || ctx.config.VECHE_WORK === 0) return { token };
  return { token, work: { challenge: id, bits: ctx.config.VECHE_WORK } };
}

/** The token's content when it is ours, this visitor's, and younger than a day. */
export function readToken(ctx: Ctx, text: string): Token | undefined {
  const token = openBox(ctx.app.keys, 'form', text) as Token | undefined;
  if (!token || token.who !== whoIs(ctx)) return undefined;
  return Math.floor(ctx.now().getTime() / 1000) - token.at < dayInSeconds ? token : undefined;
}

/** True when `answer` to the puzzle starts SHA-256(challenge:answer) with `bits` zero bits. */
export function isWorkDone(challenge: string, answer: string, bits: number): boolean {
  if (answer === '' || answer.length > 40) return false;
  const hash = sha256(`${challenge}:${answer}`);
  const zeros = Math.clz32(hash.readUInt32BE(0));
  return zeros >= bits;
}
