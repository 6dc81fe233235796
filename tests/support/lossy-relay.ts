// A bad line: takes datagrams at one port, loses some, passes the others on late, both ways. A process of its own:
//   node lossy-relay.ts ADDRESS PORT TO_PORT LOSS(0–1) DELAY_MS
// It ends with its parent, or by itself after five minutes.
import { createSocket, type Socket } from 'node:dgram';

const [address = '127.0.0.1', port, toPort, loss, delay] = process.argv.slice(2);
const mostVisitors = 64;
const mostOnTheWay = 20_000;
const lost = Number(loss);
let onTheWay = 0;

// The same losses in each run: mulberry32.
let seed = 42;
const chance = (): number => {
  seed = (seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
};

const late = (send: () => void): void => {
  if (chance() < lost || onTheWay >= mostOnTheWay) return;
  onTheWay += 1;
  setTimeout(() => {
    onTheWay -= 1;
    send();
  }, Number(delay));
};

const door = createSocket('udp4');
const beyond = new Map<string, Socket>();
door.on('message', (bytes, from) => {
  const who = `${from.address}:${from.port}`;
  let socket = beyond.get(who);
  if (!socket) {
    if (beyond.size >= mostVisitors) return;
    socket = createSocket('udp4').bind(0, address);
    socket.on('message', (answer) => late(() => door.send(answer, from.port, from.address)));
    socket.on('error', () => undefined);
    beyond.set(who, socket);
  }
  const to = socket;
  late(() => to.send(bytes, Number(toPort), address));
});
door.bind(Number(port), address, () => process.send?.('ready'));
process.on('disconnect', () => process.exit(0));
setTimeout(() => process.exit(0), 300_000);
