// The floor: node:http sending the same ready bytes and nothing else.
import http from 'node:http';

const [port, page] = process.argv.slice(2);
const chunks: Buffer[] = [];
http.get(page!, { headers: { 'accept-encoding': 'br' } }, (response) => {
  response.on('data', (chunk: Buffer) => chunks.push(chunk));
  response.on('end', () => {
    const body = Buffer.concat(chunks);
    const headers = {
      'content-type': 'text/html; charset=utf-8',
      'content-encoding': 'br',
      'content-length': String(body.length),
    };
    http
      .createServer((_request, answer) => answer.writeHead(200, headers).end(body))
      .listen(Number(port), '127.0.0.1', () => process.send!('ready'));
  });
});
