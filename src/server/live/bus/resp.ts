import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

/** What Valkey and Redis answer in RESP2; an error is a value here, for it belongs to one command only. */
export type Reply = string | number | null | Error | Reply[];

export interface RespAddress {
  host: string;
  port: number;
  tls: boolean;
  username: string;
  password: string;
}

export interface RespConnection {
  /** Fulfilled when commands are taken, or the topic is heard. Rejected when it never came to that. */
  ready: Promise<void>;
  send(...words: string[]): void;
  /** How many commands have not been answered yet. */
  waiting(): number;
  /** Ends it at once; `lost` is not called. */
  end(): void;
}

/** Reads replies out of bytes that come in any pieces. https://valkey.io/topics/protocol/ */
export function readReplies(take: (reply: Reply) => void): (chunk: Buffer) => void {
  let held: Buffer = Buffer.alloc(0);
  return (chunk) => {
    held = held.length > 0 ? Buffer.concat([held, chunk]) : chunk;
    for (;;) {
      const found = readOne(held, 0);
      if (!found) return;
      held = held.subarray(found.end);
      take(found.reply);
    }
  };
}

/** The reply that begins at `start`; undefined while it is not all there. */
function readOne(bytes: Buffer, start: number): { reply: Reply; end: number } | undefined {
  const line = bytes.indexOf('\r\n', start);
  if (line < 0) return undefined;
  const rest = bytes.toString('utf8', start + 1, line);
  let end = line + 2;
  const kind = String.fromCharCode(bytes[start]!);
  if (kind === '+') return { reply: rest, end };
  if (kind === '-') return { reply: new Error(rest), end };
  const count = Number(rest);
  if (kind === ':') return { reply: count, end };
  if (kind !== '$' && kind !== '*') throw new Error('not RESP');
  if (count < 0) return { reply: null, end };
  if (kind === '$') {
    if (bytes.length < end + count + 2) return undefined;
    return { reply: bytes.toString('utf8', end, end + count), end: end + count + 2 };
  }
  const parts: Reply[] = [];
  for (let index = 0; index < count; index += 1) {
    const part = readOne(bytes, end);
    if (!part) return undefined;
    parts.push(part.reply);
    end = part.end;
  }
  return { reply: parts, end };
}

const command = (words: string[]): string =>
  `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`;

/**
 * One connection; with a `topic` it only listens, and `heard` gets the messages. `lost` is called once, when it ends by itself.
 */
export function connectResp(
  address: RespAddress,
  topic: string | undefined,
  heard: (message: string) => void,
  lost: (why: Error) => void,
): RespConnection {
  let isOver = false;
  let waiting = 0;
  let settle: { done(): void; failed(why: Error): void };
  const ready = new Promise<void>((done, failed) => (settle = { done, failed }));
  ready.catch(() => undefined);
  const place = { host: address.host, port: address.port };
  const socket: Socket = address.tls
    ? connectTls({ ...place, servername: address.host })
    : connectPlain({ ...place, noDelay: true, keepAlive: true });

  const over = (why: Error): void => {
    if (isOver) return;
    isOver = true;
    socket.destroy();
    settle.failed(why);
    lost(why);
  };
  const send = (...words: string[]): void => {
    if (isOver) return;
    waiting += 1;
    socket.write(command(words));
  };
  const read = readReplies((reply) => {
    if (Array.isArray(reply) && reply[0] === 'message') return heard(String(reply[2]));
    waiting -= 1;
    // A wrong password, no permission for the channel, a replica that may not be written to: nothing that heals by going on.
    if (reply instanceof Error) return over(reply);
    if (reply === 'PONG' || (Array.isArray(reply) && reply[0] === 'subscribe')) settle.done();
  });
  socket.on('data', (chunk: Buffer) => {
    try {
      if (!isOver) read(chunk);
    } catch (error) {
      over(error as Error);
    }
  });
  socket.on('error', over);
  socket.on('close', () => over(new Error('closed')));
  socket.once(address.tls ? 'secureConnect' : 'connect', () => {
    const { username, password } = address;
    if (password) send('AUTH', ...(username ? [username] : []), password);
    send(...(topic ? ['SUBSCRIBE', topic] : ['PING']));
  });
  return {
    ready,
    send,
    waiting: () => waiting,
    end: () => {
      isOver = true;
      socket.destroy();
      settle.failed(new Error('ended'));
    },
  };
}
