import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { proxyEngine } from './proxy.ts';

const portOf = (server: Server): number => (server.address() as AddressInfo).port;
const listen = async (server: Server): Promise<Server> => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
};

let asked: string[];
let engine: Server;
let enginePort: number;
let site: Server;

/** An engine that lets in whoever says `access_token=good`, and answers everything else that reaches it. */
beforeEach(async () => {
  asked = [];
  engine = await listen(
    createServer((req, res) => {
      asked.push(`${req.method} ${req.url}`);
      res.writeHead(401).end('no');
    }),
  );
  enginePort = portOf(engine);
  engine.on('upgrade', (req, socket: Socket) => {
    asked.push(`upgrade ${req.url}`);
    if (!req.url?.includes('=good')) {
      // As an HTTP server would: refused, and the connection stays open for the next request.
      socket.write('HTTP/1.1 401 Unauthorized\r\ncontent-length: 2\r\n\r\nno');
      socket.on('data', (bytes: Buffer) => asked.push(`after: ${String(bytes).split('\r\n')[0]}`));
      return;
    }
    socket.write('HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\n\r\n');
    // An engine's message is binary; what stands in this one is read by nobody.
    socket.on('data', (bytes: Buffer) =>
      socket.end(said(Buffer.concat([Buffer.from([0x1a, bytes.length]), bytes]))),
    );
  });
  site = await listen(createServer());
  site.on('upgrade', (req, socket: Socket, head: Buffer) =>
    proxyEngine({ url: `http://127.0.0.1:${enginePort}`, key: '', secret: '' }, req, socket, head),
  );
});
afterEach(() => {
  for (const server of [engine, site]) {
    server.closeAllConnections();
    server.close();
  }
});

const said = (message: Buffer, kind = 0x82): Buffer =>
  Buffer.concat([Buffer.from([kind, message.length]), message]);

const visit = (token: string, then: string): Promise<string> => {
  const socket = connect(portOf(site), '127.0.0.1');
  socket.write(
    `GET /engine/rtc?access_token=${token} HTTP/1.1\r\nhost: x\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\r\n${then}`,
  );
  return text(socket);
};

test('who is let in speaks with the engine', async () => {
  const answer = await visit('good', 'hello');
  expect(answer).toMatch(/^HTTP\/1\.1 101 /);
  expect(answer).toContain('hello');
});

test('who is refused can send the engine nothing more: no request of theirs reaches its own interface', async () => {
  const answer = await visit('bad', 'POST /twirp/livekit.RoomService/ListRooms HTTP/1.1\r\nhost: x\r\n\r\n');
  expect(answer).toMatch(/^HTTP\/1\.1 401 /);
  await new Promise((done) => setTimeout(done, 100));
  expect(asked).toEqual(['upgrade /rtc?access_token=bad']);
});

test('an engine that is gone is a 503', async () => {
  engine.close();
  engine.closeAllConnections();
  expect(await visit('good', '')).toMatch(/^HTTP\/1\.1 503 /);
});
