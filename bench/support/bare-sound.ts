// The floor of bench ladder: a bare server that gives the same bytes as often to all, and knows nothing of files or of places.
import { createServer } from 'node:http';
import type { Socket } from 'node:net';

const [bytesPerSecond, everyMs] = [4000, 500];
const sockets = new Set<Socket>();
const server = createServer((req, res) => {
  res.useChunkedEncodingByDefault = false;
  res.writeHead(200, { 'content-type': 'audio/mpeg', connection: 'close' });
  res.flushHeaders();
  sockets.add(req.socket);
  req.socket.once('close', () => sockets.delete(req.socket));
});
const piece = Buffer.alloc((bytesPerSecond * everyMs) / 1000, 0x55);
setInterval(() => {
  for (const socket of sockets) socket.write(piece);
}, everyMs);
server.listen(0, '127.0.0.1', () => process.send!({ port: (server.address() as { port: number }).port }));
process.on('disconnect', () => process.exit(0));
