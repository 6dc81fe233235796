// The floor: node:http sending the same ready bytes and nothing else. The first page answers whatever is not known.
import http from 'node:http';

const [port, ...addresses] = process.argv.slice(2);
type Ready = { body: Buffer; headers: Record<string, string> };

const fetchReady = (address: string): Promise<Ready> =>
  new Promise((done, failed) => {
    http
      .get(address, { headers: { 'accept-encoding': 'br' } }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const body = Buffer.concat(chunks);
          const headers = {
            'content-type': 'text/html; charset=utf-8',
            'content-encoding': 'br',
            'content-length': String(body.length),
          };
          done({ body, headers });
        });
      })
      .once('error', failed);
  });

const pages = new Map<string, Ready>();
let first: Ready | undefined;
for (const address of addresses) {
  const page = await fetchReady(address);
  const { pathname, search } = new URL(address);
  pages.set(pathname + search, page);
  first ??= page;
}
http
  .createServer((request, answer) => {
    const { body, headers } = pages.get(request.url ?? '') ?? first!;
    answer.writeHead(200, headers).end(body);
  })
  .listen(Number(port), '127.0.0.1', () => process.send!('ready'));
