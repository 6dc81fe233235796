// Readers of pages for bench programme-load, in a process of their own: each has one connection and asks once a second.
import http from 'node:http';

interface Order {
  /** Where, and how many connections for how long. */
  base?: string;
  paths?: string[];
  connections?: number;
  seconds?: number;
  /** From now on what is read is old: notes its tags. */
  mark?: true;
  /** The moment at which a release was acknowledged. */
  acknowledged?: number;
}
export interface Report {
  requests: number;
  errors: number;
  /** Milliseconds from when a request was due to its last byte. */
  p50: number;
  p99: number;
  most: number;
  /** The longest time after the acknowledgement at which an old page still arrived; 0 when none did. */
  oldest: number;
  oldPages: number;
}

let acknowledged = Infinity;
const seen = new Map<string, string>();
let old = new Map<string, string>();

function get(base: string, path: string, agent: http.Agent): Promise<{ status: number; etag: string }> {
  return new Promise((done, failed) => {
    const request = http.get(base + path, { agent, headers: { 'accept-encoding': 'br' } }, (response) => {
      response.resume();
      response.once('end', () =>
        done({ status: response.statusCode ?? 0, etag: String(response.headers.etag ?? '') }),
      );
      response.once('error', failed);
    });
    request.setTimeout(10_000, () => request.destroy(new Error('no answer in ten seconds')));
    request.once('error', failed);
  });
}

async function run({ base = '', paths = [], connections = 1, seconds = 1 }: Order): Promise<Report> {
  const delays: number[] = [];
  let errors = 0;
  let oldest = 0;
  let oldPages = 0;
  const reader = async (index: number): Promise<void> => {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    const begin = Date.now() + (index * 1000) / connections;
    for (let turn = 0; turn < seconds; turn += 1) {
      const due = begin + turn * 1000;
      await new Promise((done) => setTimeout(done, Math.max(0, due - Date.now())));
      // A fixed walk through all pages, another for each reader.
      const path = paths[(index * 7919 + turn * 104_729) % paths.length]!;
      try {
        const { status, etag } = await get(base, path, agent);
        const now = Date.now();
        delays.push(now - due);
        if (status !== 200) errors += 1;
        if (now > acknowledged && etag === old.get(path)) {
          oldPages += 1;
          oldest = Math.max(oldest, now - acknowledged);
        }
        seen.set(path, etag);
      } catch {
        errors += 1;
      }
    }
    agent.destroy();
  };
  await Promise.all(Array.from({ length: connections }, (_, index) => reader(index)));
  delays.sort((a, b) => a - b);
  const at = (share: number): number =>
    delays[Math.min(delays.length - 1, Math.floor(delays.length * share))] ?? -1;
  return {
    requests: delays.length + errors,
    errors,
    p50: at(0.5),
    p99: at(0.99),
    most: at(1),
    oldest,
    oldPages,
  };
}

process.on('message', (order: Order) => {
  if (order.mark) old = new Map(seen);
  if (order.acknowledged) acknowledged = order.acknowledged;
  if (order.base) void run(order).then((report) => process.send!(report));
});
