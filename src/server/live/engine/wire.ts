import { Transform } from 'node:stream';

/** Numbers of fields in the engine's protocol (`livekit_rtc.proto`, `livekit_models.proto`): of a message, which inside it to look at, and what of it nobody is told. */
interface Shape {
  inside?: Record<number, Shape>;
  hidden?: readonly number[];
}

/** How many are in the room, hidden listeners too, to the head. */
const room: Shape = { hidden: [9] };
/** When somebody came in, to the second and to the millisecond. */
const participant: Shape = { hidden: [6, 17] };
const response: Shape = {
  inside: {
    // join
    1: { inside: { 1: room, 3: participant } },
    // update
    5: { inside: { 1: participant } },
    // room_update
    11: { inside: { 1: room } },
    // room_moved
    24: { inside: { 1: room, 4: participant } },
  },
};

const varint = 0;
const packed = 2;

/** Reads a number at `at`: its value and where it ends. Numbers above 2^53 lose their last digits; lengths and keys never are. */
function readVarint(bytes: Buffer, at: number, end: number): { value: number; next: number } {
  let value = 0;
  for (let place = 0; place < 10; place += 1) {
    if (at + place >= end) break;
    const byte = bytes[at + place]!;
    value += (byte & 0x7f) * 2 ** (7 * place);
    if (byte < 0x80) return { value, next: at + place + 1 };
  }
  throw new Error('not a number');
}

/**
 * Makes the hidden numbers of a message of the engine zero, in place: as many bytes as before, so that no length around them
 * changes. Throws at what is no such message.
 */
export function hideNumbers(
  bytes: Buffer,
  shape: Shape = response,
  from = 0,
  to: number = bytes.length,
): void {
  for (let at = from; at < to;) {
    const key = readVarint(bytes, at, to);
    const [field, wire] = [Math.floor(key.value / 8), key.value % 8];
    at = key.next;
    if (wire === varint) {
      const { next } = readVarint(bytes, at, to);
      if (shape.hidden?.includes(field)) {
        bytes.fill(0x80, at, next - 1);
        bytes[next - 1] = 0;
      }
      at = next;
    } else if (wire === packed) {
      const length = readVarint(bytes, at, to);
      const end = length.next + length.value;
      if (end > to) throw new Error('too short');
      const inner = shape.inside?.[field];
      if (inner) hideNumbers(bytes, inner, length.next, end);
      at = end;
    } else if (wire === 1 || wire === 5) at += wire === 1 ? 8 : 4;
    else throw new Error('unknown shape');
  }
}

/** Signalling is a few kilobytes; whatever is longer is none. */
const mostBytes = 1024 * 1024;
const [more, text, binary] = [0, 1, 2];

/**
 * The engine's side of a WebSocket, without what it tells of listeners. A message is passed on whole. Ends the connection at
 * whatever it can't read: text, which the engine speaks to whoever asks for it, and compression, which we never agree to.
 */
export function hideListeners(): Transform {
  let kept = Buffer.alloc(0);
  let message: Buffer[] = [];

  /** One whole frame at the start of `kept`. */
  const take = (): { head: number; payload: Buffer } | undefined => {
    if (kept.length < 2) return undefined;
    const short = kept[1]!;
    if (short > 127) throw new Error('masked');
    const start = short === 127 ? 10 : short === 126 ? 4 : 2;
    if (kept.length < start) return undefined;
    const length =
      short === 127 ? Number(kept.readBigUInt64BE(2)) : short === 126 ? kept.readUInt16BE(2) : short;
    if (length > mostBytes) throw new Error('too long');
    if (kept.length < start + length) return undefined;
    const payload = Buffer.from(kept.subarray(start, start + length));
    const head = kept[0]!;
    kept = kept.subarray(start + length);
    return { head, payload };
  };

  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      try {
        kept = Buffer.concat([kept, chunk]);
        for (let one = take(); one; one = take()) {
          const kind = one.head & 0x0f;
          const isLast = one.head >= 0x80;
          if ((one.head & 0x70) !== 0 || kind === text) throw new Error('not read here');
          if (kind !== binary && kind !== more) {
            this.push(framed(one.head, one.payload));
            continue;
          }
          message.push(one.payload);
          if (message.reduce((sum, part) => sum + part.length, 0) > mostBytes) throw new Error('too long');
          if (!isLast) continue;
          const whole = Buffer.concat(message);
          message = [];
          hideNumbers(whole);
          this.push(framed(0x80 | binary, whole));
        }
        done();
      } catch (error) {
        done(error as Error);
      }
    },
  });
}

function framed(head: number, payload: Buffer): Buffer {
  const { length } = payload;
  if (length < 126) return Buffer.concat([Buffer.from([head, length]), payload]);
  const start = Buffer.alloc(length < 65_536 ? 4 : 10);
  start[0] = head;
  start[1] = length < 65_536 ? 126 : 127;
  if (length < 65_536) start.writeUInt16BE(length, 2);
  else start.writeBigUInt64BE(BigInt(length), 2);
  return Buffer.concat([start, payload]);
}
