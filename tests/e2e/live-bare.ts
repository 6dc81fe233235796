import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Engine } from '../../src/server/live/engine/engine.ts';
import { proxyEngine } from '../../src/server/live/engine/proxy.ts';

export const strictPolicy =
  "default-src 'none'; script-src 'self'; connect-src 'self'; media-src 'self' blob: mediastream:; " +
  "base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

const page =
  '<!doctype html><meta charset="utf-8"><title>bare</title><video id="v" autoplay playsinline muted></video><script type="module" src="/bare.js"></script>';

/** The least that shows frames with the engine's client: also the floor that the stage's bench measures against. */
const script = `import { Room, RoomEvent } from '/livekit-client.mjs';
window.join = async (token, publish) => {
  performance.mark('veche:join');
  const room = new Room();
  window.room = room;
  const video = document.getElementById('v');
  room.on(RoomEvent.TrackSubscribed, (track) => {
    if (track.kind !== 'video') { document.body.append(track.attach()); return; }
    track.attach(video);
    video.requestVideoFrameCallback(() => performance.mark('veche:first-frame'));
  });
  room.on(RoomEvent.TrackUnsubscribed, (track) => { for (const one of track.detach()) if (one !== video) one.remove(); });
  await room.connect(location.origin.replace('http', 'ws') + '/engine', token);
  if (publish) { await room.localParticipant.setCameraEnabled(true); await room.localParticipant.setMicrophoneEnabled(true); }
};
`;

const files: Record<string, [string, () => string | Buffer]> = {
  '/': ['text/html', () => page],
  '/bare.js': ['text/javascript', () => script],
  '/livekit-client.mjs': [
    'text/javascript',
    () =>
      readFileSync(
        join(import.meta.dirname, '../../node_modules/livekit-client/dist/livekit-client.esm.mjs'),
      ),
  ],
};

/** A server of ten lines around the real engine and our real proxy of its signalling. */
export async function serveBare(
  engine: Engine,
): Promise<{ url: string; server: Server; stop(): Promise<void> }> {
  const server = createServer((req, res) => {
    const path = (req.url ?? '/').split('?')[0]!;
    if (path.startsWith('/engine')) return proxyEngine(engine.address(), req, res);
    const file = files[path];
    if (!file) return void res.writeHead(404).end();
    res
      .writeHead(200, {
        'content-type': file[0],
        'content-security-policy': strictPolicy,
        'permissions-policy': 'camera=(self), microphone=(self)',
      })
      .end(file[1]());
  });
  server.on('upgrade', (req, socket, head) => proxyEngine(engine.address(), req, socket, head));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    server,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
