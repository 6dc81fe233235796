// Listeners to long answers of sound, in a process of their own: each reads on and keeps nothing.
import { Agent, get } from 'node:http';

interface Order {
  open: number;
  url: string;
}
const agent = new Agent({ keepAlive: false, maxSockets: Infinity });
let [bytes, open, failed] = [0, 0, 0];

process.on('message', (order: Order | { report: true }) => {
  if ('report' in order) {
    process.send!({ bytes, open, failed });
    bytes = 0;
    return;
  }
  void (async () => {
    for (let at = 0; at < order.open; at += 1) {
      await new Promise<void>((done) => {
        get(order.url, { agent }, (answer) => {
          if (answer.statusCode !== 200) failed += 1;
          else open += 1;
          answer.on('data', (part: Buffer) => (bytes += part.length));
          answer.on('close', () => (open -= 1));
          answer.on('error', () => undefined);
          done();
        }).on('error', () => {
          failed += 1;
          done();
        });
      });
    }
    process.send!({ bytes, open, failed });
  })();
});
process.on('disconnect', () => process.exit(0));
