import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Line } from '../captions/lines.ts';
import { frame, lineFrame } from './frames.ts';

export interface HubSource {
  /** What a stream is made of, in the order a newcomer gets it: each part is sent again whole when it is another one. */
  parts: readonly string[];
  /** Frames that are passed on as they were told, to those who are there; nobody gets them again. */
  passed: readonly string[];
  /** One part as it is sent, the same for everybody; undefined: nothing of it. Without the first part there is no such stream. */
  part(name: string, sessionId: string): Promise<object | undefined>;
  linesAfter(sessionId: string, seq: number): Promise<Line[]>;
  /** A load failed; it is tried again with the next change. */
  failed(error: unknown): void;
}

export interface HubLimits {
  /** Streams a process; more are told to come back. */
  most: number;
  /** What a slow reader may leave unread before it is dropped; it resumes by itself. */
  queuedBytes: number;
  /** Between two frames of one session. */
  pauseMs: number;
  heartbeatMs: number;
}

const usual: HubLimits = { most: 16_000, queuedBytes: 256 * 1024, pauseMs: 250, heartbeatMs: 20_000 };

/** Frames passed on at once to one session; a flood loses its oldest. */
const mostPassed = 50;

interface Channel {
  sockets: Set<Socket>;
  /** The last frame sent of each part; every socket of the session shares them. */
  frames: Map<string, Buffer>;
  /** Parts to be read again before the next frame. */
  stale: Set<string>;
  /** Stale ones that a newcomer was not given: sent once read, even when they turn out to be the same. */
  owed: Set<string>;
  passed: Buffer[];
  loaded?: Promise<boolean>;
  lines: Line[];
  lastSeq: number;
  isMissing: boolean;
  flushing: boolean;
  timer?: NodeJS.Timeout;
  flushedAt: number;
}

export interface Hub {
  serve(req: IncomingMessage, res: ServerResponse, sessionId: string): void;
  tell(sessionId: string, event: string, data: unknown): void;
  /** After a lost connection to the database nobody knows what was missed. */
  resync(): void;
  count(sessionId?: string): number;
  /** The most followed sessions, `most` of them. */
  counts(most: number): Record<string, number>;
  drain(): void;
  close(): void;
}

const heartbeat = Buffer.from(': \n\n');
const bye = Buffer.from('event: bye\ndata: {}\n\n');
const sseHeaders = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'x-accel-buffering': 'no',
  connection: 'close',
};

/**
 * Streams of events, outside Kit: one encoded Buffer a frame, shared by all sockets of a session, at most four frames
 * a second. A reader that does not read is dropped at 256 KB and resumes by Last-Event-ID from the table of lines.
 */
export function makeHub(source: HubSource, given: Partial<HubLimits> = {}): Hub {
  const limits = { ...usual, ...given };
  const channels = new Map<string, Channel>();
  let total = 0;
  let draining = false;

  const send = (socket: Socket, bytes: Buffer): void => {
    if (socket.destroyed) return;
    if (socket.writableLength + bytes.length > limits.queuedBytes) socket.destroy();
    else socket.write(bytes);
  };

  const [first] = source.parts;
  const isThere = (channel: Channel): boolean => channel.frames.has(first!);

  const channelOf = (sessionId: string): Channel => {
    let channel = channels.get(sessionId);
    if (!channel) {
      channel = {
        sockets: new Set(),
        frames: new Map(),
        stale: new Set(source.parts),
        owed: new Set(),
        passed: [],
        lines: [],
        lastSeq: 0,
        isMissing: false,
        flushing: false,
        flushedAt: 0,
      };
      channels.set(sessionId, channel);
    }
    return channel;
  };

  const flush = async (sessionId: string, channel: Channel): Promise<void> => {
    clearTimeout(channel.timer);
    channel.timer = undefined;
    if (channel.flushing) return;
    channel.flushing = true;
    try {
      const parts: Buffer[] = [];
      if (channel.isMissing) {
        const missed = await source.linesAfter(sessionId, channel.lastSeq);
        // Only now: when the database is not back yet, it is asked again. Told meanwhile is newer than read.
        channel.isMissing = false;
        channel.lines.unshift(...missed.filter(({ seq }) => channel.lines.every((told) => told.seq !== seq)));
      }
      for (const name of source.parts)
        if (channel.stale.has(name)) await reload(sessionId, channel, name, parts);
      parts.push(...channel.passed.splice(0));
      for (const line of channel.lines.splice(0)) {
        channel.lastSeq = Math.max(channel.lastSeq, line.seq);
        parts.push(lineFrame(line));
      }
      channel.flushedAt = Date.now();
      if (parts.length > 0) {
        const bytes = parts.length === 1 ? parts[0]! : Buffer.concat(parts);
        for (const socket of channel.sockets) send(socket, bytes);
      }
    } catch (error) {
      source.failed(error);
    } finally {
      channel.flushing = false;
      const waits = channel.stale.size + channel.lines.length + channel.passed.length > 0;
      if (waits && channel.sockets.size > 0) schedule(sessionId, channel, limits.pauseMs);
    }
  };

  /** Reads a part again; what could not be read stays stale. */
  const reload = async (id: string, channel: Channel, name: string, out: Buffer[]): Promise<void> => {
    channel.stale.delete(name);
    try {
      const part = await source.part(name, id);
      const bytes = part && frame(name, part);
      if (bytes && (channel.owed.has(name) || !channel.frames.get(name)?.equals(bytes))) out.push(bytes);
      channel.owed.delete(name);
      if (bytes) channel.frames.set(name, bytes);
      else channel.frames.delete(name);
    } catch (error) {
      channel.stale.add(name);
      throw error;
    }
  };

  const schedule = (sessionId: string, channel: Channel, least = 0): void => {
    if (channel.timer) return;
    const wait = Math.max(least, channel.flushedAt + limits.pauseMs - Date.now());
    channel.timer = setTimeout(() => void flush(sessionId, channel), Math.max(0, wait));
  };

  const leave = (sessionId: string, channel: Channel, socket: Socket): void => {
    if (!channel.sockets.delete(socket)) return;
    total--;
    if (channel.sockets.size === 0 && channels.get(sessionId) === channel) {
      clearTimeout(channel.timer);
      channels.delete(sessionId);
    }
  };

  const serve = (req: IncomingMessage, res: ServerResponse, sessionId: string): void => {
    if (draining || total >= limits.most)
      return void res.writeHead(503, { 'retry-after': '10', 'cache-control': 'no-store' }).end();
    if (req.method !== 'GET') return void res.writeHead(405, { allow: 'GET' }).end();
    const channel = channelOf(sessionId);
    const { socket } = req;
    // Counted from here on, so that waiting for the database can't be used to pass the limit.
    channel.sockets.add(socket);
    total++;
    socket.once('close', () => leave(sessionId, channel, socket));
    const last = Number(/^\d{1,15}$/.exec(String(req.headers['last-event-id'] ?? ''))?.[0] ?? 0);
    void greet(sessionId, channel, res, socket, last);
  };

  const greet = async (
    sessionId: string,
    channel: Channel,
    res: ServerResponse,
    socket: Socket,
    last: number,
  ): Promise<void> => {
    // Not yet a follower: frames sent now would come before the headers.
    channel.sockets.delete(socket);
    try {
      channel.loaded ??= flush(sessionId, channel).then(() => isThere(channel));
      await channel.loaded;
      while (channel.flushing) await new Promise((resolve) => setTimeout(resolve, 5));
      const missed = last > 0 ? await source.linesAfter(sessionId, last) : [];
      channel.sockets.add(socket);
      if (socket.destroyed) return leave(sessionId, channel, socket);
      if (!isThere(channel)) {
        leave(sessionId, channel, socket);
        channel.loaded = undefined;
        return void res.writeHead(404, { 'cache-control': 'no-store' }).end();
      }
      // No chunks: the connection's end is the stream's end, and shared bytes go out as they are.
      res.useChunkedEncodingByDefault = false;
      socket.setTimeout(0);
      socket.setNoDelay(true);
      res.writeHead(200, sseHeaders);
      res.flushHeaders();
      send(socket, greeting);
      // A page made after a change must not be told what was before it.
      for (const name of channel.stale) channel.owed.add(name);
      if (channel.owed.size > 0) schedule(sessionId, channel);
      send(
        socket,
        Buffer.concat(
          [...channel.frames].flatMap(([name, bytes]) => (channel.stale.has(name) ? [] : [bytes])),
        ),
      );
      if (missed.length > 0) send(socket, Buffer.concat(missed.map(lineFrame)));
    } catch (error) {
      channel.sockets.add(socket);
      leave(sessionId, channel, socket);
      channel.loaded = undefined;
      source.failed(error);
      if (!res.headersSent) res.writeHead(503, { 'retry-after': '5', 'cache-control': 'no-store' }).end();
      else socket.destroy();
    }
  };
  const greeting = Buffer.from('retry: 3000\n\n');

  const pulse = setInterval(() => {
    for (const [sessionId, channel] of channels) {
      for (const socket of channel.sockets) send(socket, heartbeat);
      // The clock, too, changes a session's state.
      channel.stale.add(first!);
      schedule(sessionId, channel);
    }
  }, limits.heartbeatMs);
  pulse.unref();

  return {
    serve,
    tell: (sessionId, event, data) => {
      const channel = channels.get(sessionId);
      if (!channel) return;
      if (event === 'line') channel.lines.push(data as Line);
      else if (source.passed.includes(event)) {
        channel.passed.push(frame(event, data));
        if (channel.passed.length > mostPassed) channel.passed.shift();
      } else channel.stale.add(source.parts.includes(event) ? event : first!);
      schedule(sessionId, channel);
    },
    resync: () => {
      for (const [sessionId, channel] of channels) {
        for (const name of source.parts) channel.stale.add(name);
        channel.isMissing = channel.lastSeq > 0;
        schedule(sessionId, channel);
      }
    },
    count: (sessionId) => (sessionId === undefined ? total : (channels.get(sessionId)?.sockets.size ?? 0)),
    counts: (most) =>
      Object.fromEntries(
        [...channels]
          .map(([id, { sockets }]) => [id, sockets.size] as const)
          .sort((a, b) => b[1] - a[1])
          .slice(0, most),
      ),
    drain: () => {
      draining = true;
      for (const channel of channels.values()) for (const socket of channel.sockets) socket.end(bye);
    },
    close: () => {
      clearInterval(pulse);
      for (const channel of channels.values()) {
        clearTimeout(channel.timer);
        for (const socket of channel.sockets) socket.destroy();
      }
      channels.clear();
    },
  };
}
