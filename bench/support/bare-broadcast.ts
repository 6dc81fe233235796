// The floor of bench captions: streams and one write a caption, nothing else.
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const open = new Set<ServerResponse>();
const server = createServer((req, res) => {
  if (req.method === 'POST') {
    let body = '';
    req.on('data', (chunk: Buffer) => (body += String(chunk)));
    req.on('end', () => {
      const frame = Buffer.from(`event: line\ndata: ${body}\n\n`);
      for (const one of open) one.socket?.write(frame);
      res.end();
    });
    return;
  }
  res.useChunkedEncodingByDefault = false;
  res.writeHead(200, { 'content-type': 'text/event-stream', connection: 'close' });
  res.flushHeaders();
  res.socket?.write('retry: 3000\n\n');
  open.add(res);
  req.socket.once('close', () => open.delete(res));
});

process.on('message', () => {
  server.listen(0, '127.0.0.1', 4096, () =>
    process.send!({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }),
  );
});
