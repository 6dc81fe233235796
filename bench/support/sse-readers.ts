// The listeners of bench sse, in a process of their own, so that their memory is not counted as the server's.
import { connect, type Socket } from 'node:net';

const delays: number[] = [];
const sockets: Socket[] = [];

interface Order {
  open?: number;
  stall?: number;
  report?: boolean;
  url: string;
  session: string;
}

function listen({ url, session }: Order, isStalled: boolean): Promise<void> {
  const { hostname, port, host } = new URL(url);
  return new Promise((done) => {
    const socket = connect(Number(port), hostname, () => {
      socket.write(
        `GET /live/${session}/events HTTP/1.1\r\nHost: ${host}\r\nAccept: text/event-stream\r\n\r\n`,
      );
      if (isStalled) {
        socket.pause();
        done();
      }
    });
    socket.on('error', () => done());
    socket.on('data', (chunk: Buffer) => {
      done();
      const now = Date.now();
      for (const match of chunk.toString('latin1').matchAll(/@(\d{13})@/g))
        delays.push(now - Number(match[1]));
    });
    sockets.push(socket);
  });
}

process.on('message', (order: Order) => {
  void (async () => {
    const count = order.open ?? order.stall ?? 0;
    for (let begun = 0; begun < count; begun += 100) {
      await Promise.all(
        Array.from({ length: Math.min(100, count - begun) }, () => listen(order, Boolean(order.stall))),
      );
    }
    const sorted = delays.sort((a, b) => a - b);
    const at = (share: number) =>
      sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? -1;
    process.send!({
      p50: at(0.5),
      p95: at(0.95),
      p99: at(0.99),
      received: sorted.length,
      open: sockets.filter((socket) => !socket.destroyed).length,
    });
  })();
});
