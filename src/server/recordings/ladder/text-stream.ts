import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import * as congress from '#server/congress';
import { isLang, Refusal, traceOf, type Ctx, type Lang, type Translate } from '#server/kernel';
import * as live from '#server/live';
import { frameChunk } from './tail.ts';
import { lineHtml, readStyles, textBeginning, textEnd, textHeaders } from './text-page.ts';

interface Reader {
  socket: Socket;
  isChunked: boolean;
  since: number;
}

/** Those who read one session in one language. */
interface Group {
  sessionId: string;
  lang: Lang;
  readers: Set<Reader>;
  /** Being worded still: sent once nothing of it changed for a moment. */
  pending: Map<number, { line: live.Line; timer: NodeJS.Timeout }>;
  /** What was sent, the newest lines only. */
  sent: Map<number, string>;
  ownAt: number;
}

export interface TextStreams {
  serve(req: IncomingMessage, res: ServerResponse, sessionId: string, lang: string): Promise<void>;
  count(): number;
  stop(): void;
}

/** A caption is settled when so long nothing of it was changed, or when the next one is there. */
const settleMs = 2_500;
/** A quiet page shows that it is alive; so often, too, it is asked whether the session goes on. */
const pulseMs = 25_000;
/** One's own language may be silent so long before others are shown. */
const silentMs = 15_000;
const mostSent = 200;
const mostQueued = 64 * 1024;
const longestMs = 4 * 3_600_000;
const atFirst = 15;

/** Pages of text without a script that go on while a session does. The same bytes go to all who read a language. */
export function makeTextStreams(
  ctx: Ctx,
  say: Record<Lang, Translate>,
  isFull: () => boolean,
  refuseWith: (res: ServerResponse, status: number, words: string) => void,
): TextStreams {
  const groups = new Map<string, Group>();
  const styles = readStyles(ctx.config);

  const write = (reader: Reader, bytes: Buffer, framed: Buffer): void => {
    if (reader.socket.writableLength + bytes.length > mostQueued) reader.socket.destroy();
    else reader.socket.write(reader.isChunked ? framed : bytes);
  };
  const send = (group: Group, html: string): void => {
    const bytes = Buffer.from(html);
    const framed = frameChunk(bytes);
    for (const reader of group.readers) write(reader, bytes, framed);
  };
  const leave = (group: Group, reader: Reader): void => {
    group.readers.delete(reader);
    if (group.readers.size > 0) return;
    for (const { timer } of group.pending.values()) clearTimeout(timer);
    if (groups.get(`${group.sessionId} ${group.lang}`) === group)
      groups.delete(`${group.sessionId} ${group.lang}`);
  };

  const finish = (group: Group, reader: Reader, words: string): void => {
    leave(group, reader);
    const bytes = Buffer.from(textEnd(words));
    write(reader, bytes, frameChunk(bytes));
    reader.socket.end(reader.isChunked ? '0\r\n\r\n' : '');
  };

  const settle = (group: Group, seq: number): void => {
    const waiting = group.pending.get(seq);
    if (!waiting) return;
    clearTimeout(waiting.timer);
    group.pending.delete(seq);
    const { line } = waiting;
    const before = group.sent.get(seq);
    if (!line.text || before === line.text) return;
    const words =
      before === undefined ? line.text : say[group.lang]('ladder.stream.corrected', { text: line.text });
    send(group, lineHtml({ ...line, text: words }, group.lang));
    group.sent.delete(seq);
    group.sent.set(seq, line.text);
    if (group.sent.size > mostSent) group.sent.delete(group.sent.keys().next().value!);
  };
  const hearLine = (group: Group, line: live.Line): void => {
    if (line.lang === group.lang) group.ownAt = Date.now();
    const isKnown = group.sent.has(line.seq) || group.pending.has(line.seq);
    if (!isKnown) {
      const isOurs = line.lang === group.lang || line.kind === 'announcement';
      if (!isOurs && Date.now() - group.ownAt < silentMs) return;
      // A line far older than those here was corrected, which its readers never saw.
      if ([...group.sent.keys()].some((seq) => seq > line.seq) && group.sent.size >= mostSent) return;
      for (const [seq, { line: other }] of group.pending)
        if (other.lang === line.lang && seq < line.seq) settle(group, seq);
    }
    clearTimeout(group.pending.get(line.seq)?.timer);
    const timer = setTimeout(() => settle(group, line.seq), line.kind === 'announcement' ? 0 : settleMs);
    group.pending.set(line.seq, { line, timer });
  };

  const check = async (sessionId: string): Promise<void> => {
    const own = [...groups.values()].filter((group) => group.sessionId === sessionId);
    const { state } = await live
      .getLive({ ...ctx, actor: { kind: 'guest' } }, sessionId)
      .catch((error: unknown) => {
        if (error instanceof Refusal) return { state: 'over' };
        throw error;
      });
    if (state === 'live') return;
    for (const group of own) {
      for (const seq of group.pending.keys()) settle(group, seq);
      for (const reader of group.readers) finish(group, reader, say[group.lang]('ladder.stream.over'));
    }
  };
  const failed = (error: unknown): void => ctx.log.warn('a page of text could not go on', traceOf(error));
  const checkAll = (): void => {
    for (const id of new Set([...groups.values()].map(({ sessionId }) => sessionId))) check(id).catch(failed);
  };

  const bus = (ctx.app.bus as ReturnType<typeof live.openCarrier> | undefined)?.subscribe(
    ({ channel, event, data }) => {
      if (groups.size === 0 || !channel.startsWith('live:')) return;
      const sessionId = channel.slice(5);
      const own = [...groups.values()].filter((group) => group.sessionId === sessionId);
      if (own.length === 0) return;
      if (event === 'line') for (const group of own) hearLine(group, data as live.Line);
      if (event === 'state') check(sessionId).catch(failed);
    },
    checkAll,
  );
  const pulse = setInterval(() => {
    const now = Date.now();
    for (const group of groups.values()) {
      send(group, '<!---->');
      for (const reader of group.readers)
        if (now - reader.since > longestMs) finish(group, reader, say[group.lang]('ladder.stream.closed'));
    }
    checkAll();
  }, pulseMs);
  pulse.unref();

  const groupOf = (sessionId: string, lang: Lang): Group => {
    const key = `${sessionId} ${lang}`;
    const known = groups.get(key);
    if (known) return known;
    const made: Group = {
      sessionId,
      lang,
      readers: new Set(),
      pending: new Map(),
      sent: new Map(),
      ownAt: 0,
    };
    groups.set(key, made);
    return made;
  };
  const serve: TextStreams['serve'] = async (req, res, sessionId, asked) => {
    const lang = isLang(asked) ? asked : ctx.config.VECHE_LANGUAGE;
    const t = say[lang];
    const guest: Ctx = { ...ctx, actor: { kind: 'guest' }, lang, t };
    if (isFull()) return refuseWith(res, 503, t('ladder.full'));
    const session = await congress.getSession(guest, sessionId).catch((error: unknown) => {
      if (error instanceof Refusal) return undefined;
      throw error;
    });
    const stage = session && (await live.liveOf(guest, session.id, session));
    if (!session || !stage) return refuseWith(res, 404, t('ladder.not_on'));
    // It leads to where the session can be read as long as it doesn't go on.
    if (stage.state !== 'live')
      return void res
        .writeHead(303, { location: `/${lang}/s/${session.id}`, 'cache-control': 'no-store' })
        .end();
    if (req.method === 'HEAD') return void res.writeHead(200, textHeaders).end();
    const { socket } = req;
    const isChunked = req.httpVersionMinor > 0;
    const group = groupOf(session.id, lang);
    const reader: Reader = { socket, isChunked, since: Date.now() };
    // Before the last lines are read, so that none is lost between the two.
    const lines = await live.lastLines(guest, session.id, 3 * atFirst);
    if (socket.destroyed) return group.readers.size === 0 ? leave(group, reader) : undefined;
    const own = lines.some((line) => line.kind === 'caption' && line.lang === lang);
    const shown = lines
      .filter((line) => !own || line.lang === lang || line.kind === 'announcement')
      .slice(-atFirst);
    if (own) group.ownAt = Date.now();
    for (const line of shown) if (!group.pending.has(line.seq)) group.sent.set(line.seq, line.text);
    if (!isChunked) res.useChunkedEncodingByDefault = false;
    socket.setTimeout(0);
    socket.setKeepAlive(true, 60_000);
    res.writeHead(200, { ...textHeaders, ...(isChunked ? { 'transfer-encoding': 'chunked' } : {}) });
    res.flushHeaders();
    socket.once('close', () => leave(group, reader));
    const site = ctx.config.VECHE_NAME ?? session.event.title.text;
    const bytes = Buffer.from(
      textBeginning({
        t,
        lang,
        styles,
        site,
        session,
        lines: shown.filter((line) => !group.pending.has(line.seq)),
      }),
    );
    write(reader, bytes, frameChunk(bytes));
    group.readers.add(reader);
    groups.set(`${group.sessionId} ${group.lang}`, group);
  };

  return {
    serve,
    count: () => [...groups.values()].reduce((sum, { readers }) => sum + readers.size, 0),
    stop: () => {
      clearInterval(pulse);
      bus?.stop();
      for (const group of groups.values())
        for (const reader of group.readers) finish(group, reader, say[group.lang]('ladder.stream.closed'));
      groups.clear();
    },
  };
}
