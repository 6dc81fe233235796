import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, get, type IncomingHttpHeaders, type Server } from 'node:http';
import { connect as connectHttp2 } from 'node:http2';
import { request } from 'node:https';
import { type AddressInfo, createServer as createPlain } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const name = 'congress.example.org';
const deploy = resolve(import.meta.dirname, '../../deploy');
const isThere = (program: string) => spawnSync(program, ['version']).error === undefined;

let dir = '';
let veche: Server;
let seen: IncomingHttpHeaders = {};
let backPort = 0;
const running: ChildProcess[] = [];

/** Stands for Veche: tells what it was sent, streams without an end, and upgrades to an echo. */
function standIn(): Server {
  const server = createServer((req, res) => {
    seen = req.headers;
    if (req.url?.startsWith('/live/')) {
      res.writeHead(200, { 'content-type': 'text/event-stream' });
      return void res.write('data: first\n\n');
    }
    let size = 0;
    req.on('data', (chunk: Buffer) => (size += chunk.length));
    req.on('end', () => res.end(String(size)));
    req.on('error', () => undefined);
  });
  server.on('upgrade', (req, socket) => {
    seen = req.headers;
    socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n');
    socket.on('error', () => undefined);
    socket.pipe(socket);
  });
  return server;
}

async function freePort(): Promise<number> {
  const server = createPlain().listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'veche-proxy-'));
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'],
      ...['-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`],
      ...['-keyout', join(dir, 'key.pem'), '-out', join(dir, 'cert.pem')],
    ],
    { stdio: 'ignore' },
  );
  veche = standIn().listen(0, '127.0.0.1');
  await new Promise((done) => veche.once('listening', done));
  backPort = (veche.address() as AddressInfo).port;
});

afterAll(async () => {
  for (const child of running) {
    child.kill('SIGTERM');
    await new Promise((done) => child.once('exit', done));
  }
  veche.closeAllConnections();
  veche.close();
  rmSync(dir, { recursive: true, force: true });
});

/** The file as it stands in the repository; only ports, the folder of certificates and of the program's own files differ. */
async function startNginx() {
  const [plain, secure] = [await freePort(), await freePort()];
  const site = readFileSync(join(deploy, 'nginx.conf'), 'utf8')
    .replaceAll('127.0.0.1:3000', `127.0.0.1:${backPort}`)
    .replaceAll(/^.*listen \[::\].*$/gm, '')
    .replaceAll('listen 443', `listen 127.0.0.1:${secure}`)
    .replaceAll('listen 80', `listen 127.0.0.1:${plain}`)
    .replace(/\/etc\/letsencrypt\/\S+fullchain.pem/, join(dir, 'cert.pem'))
    .replace(/\/etc\/letsencrypt\/\S+privkey.pem/, join(dir, 'key.pem'));
  const own = join(dir, 'nginx');
  mkdirSync(own);
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `${kind}_temp_path ${own}/${kind};`,
  );
  writeFileSync(
    join(own, 'nginx.conf'),
    `daemon off; pid ${own}/pid; error_log ${own}/error.log; ${process.getuid?.() === 0 ? 'user root;' : ''}
     events {} http { ${temporary.join(' ')} access_log ${own}/access.log; ${site} }`,
  );
  running.push(spawn('nginx', ['-p', own, '-c', join(own, 'nginx.conf')], { stdio: 'inherit' }));
  return { plain, secure, logs: own };
}

async function startCaddy() {
  const [plain, secure] = [await freePort(), await freePort()];
  const own = join(dir, 'caddy');
  mkdirSync(own);
  const site = readFileSync(join(deploy, 'Caddyfile'), 'utf8')
    .replaceAll('127.0.0.1:3000', `127.0.0.1:${backPort}`)
    .replace(/^\{\n/m, `{\n\tadmin off\n\thttp_port ${plain}\n\thttps_port ${secure}\n\tskip_install_trust\n`)
    .replace('tls {', `tls ${join(dir, 'cert.pem')} ${join(dir, 'key.pem')} {`);
  writeFileSync(join(own, 'Caddyfile'), site);
  const child = spawn('caddy', ['run', '--adapter', 'caddyfile', '--config', join(own, 'Caddyfile')], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, HOME: own, XDG_DATA_HOME: own, XDG_CONFIG_HOME: own },
  });
  child.stderr.on('data', (chunk: Buffer) => writeFileSync(join(own, 'said.log'), chunk, { flag: 'a' }));
  running.push(child);
  return { plain, secure, logs: own };
}

type Answer = { status: number; body: string; headers: IncomingHttpHeaders };

function ask(
  port: number,
  path: string,
  headers: Record<string, string> = {},
  body?: Buffer,
): Promise<Answer> {
  return new Promise((done, fail) => {
    const req = request(
      {
        host: '127.0.0.1',
        port,
        path,
        servername: name,
        rejectUnauthorized: false,
        agent: false,
        method: body ? 'POST' : 'GET',
        headers: { host: name, ...(body ? { 'content-length': String(body.length) } : {}), ...headers },
      },
      (res) => {
        let text = '';
        res.on('data', (chunk) => (text += chunk));
        res.on('end', () => done({ status: res.statusCode ?? 0, body: text, headers: res.headers }));
        res.on('error', fail);
      },
    );
    req.on('error', fail);
    req.end(body);
  });
}

const claims = {
  'x-forwarded-for': '203.0.113.9',
  'x-real-ip': '203.0.113.9',
  forwarded: 'for=203.0.113.9',
  'x-forwarded-host': 'evil.example',
  'x-forwarded-proto': 'http',
};

describe.each([
  { kind: 'nginx', start: startNginx, there: spawnSync('nginx', ['-v']).error === undefined },
  { kind: 'caddy', start: startCaddy, there: isThere('caddy') },
])('$kind', ({ start, there, kind }) => {
  test.skipIf(!there)(
    `passes everything on and keeps nothing${there ? '' : `: ${kind} is not installed`}`,
    async () => {
      const { plain, secure, logs } = await start();
      await expect
        .poll(
          () =>
            ask(secure, '/').then(
              (answer) => answer.status,
              () => 0,
            ),
          { timeout: 10_000 },
        )
        .toBe(200);

      const redirect = await new Promise<Answer>((done, fail) => {
        get({ host: '127.0.0.1', port: plain, path: '/be', headers: { host: name } }, (res) =>
          done({ status: res.statusCode ?? 0, body: '', headers: res.resume().headers }),
        ).on('error', fail);
      });
      expect([301, 308]).toContain(redirect.status);
      expect(redirect.headers.location).toMatch(new RegExp(`^https://${name}(:\\d+)?/be$`));

      await ask(secure, '/', claims);
      expect(seen).toMatchObject({ host: name, 'x-forwarded-proto': 'https' });
      expect(JSON.stringify(seen)).not.toMatch(/203\.0\.113|127\.0\.0\.1|evil/);

      const http2 = connectHttp2(`https://127.0.0.1:${secure}`, {
        rejectUnauthorized: false,
        servername: name,
      });
      const stream = http2.request({ ':path': '/live/x/events', ':authority': name });
      const first = await new Promise<string>((done) =>
        stream.once('data', (chunk: Buffer) => done(chunk.toString())),
      );
      expect(first).toBe('data: first\n\n');
      expect(stream.closed).toBe(false);
      http2.destroy();

      const socket = connectTls({
        host: '127.0.0.1',
        port: secure,
        servername: name,
        rejectUnauthorized: false,
        ALPNProtocols: ['http/1.1'],
      });
      socket.write(
        `GET /engine/rtc HTTP/1.1\r\nHost: ${name}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`,
      );
      let heard = '';
      socket.on('data', (chunk: Buffer) => (heard += chunk.toString()));
      await expect.poll(() => heard).toContain('101 Switching Protocols');
      socket.write('frame');
      await expect.poll(() => heard).toContain('frame');
      socket.destroy();

      expect((await ask(secure, '/', {}, Buffer.alloc(3_000_000))).body).toBe('3000000');
      const tooLarge = await ask(secure, '/', {}, Buffer.alloc(76_000_000)).then(
        (answer) => answer.status,
        () => 413,
      );
      expect([413, 502]).toContain(tooLarge);

      veche.closeAllConnections();
      for (const file of readdirSync(logs).filter((one) => one.endsWith('.log'))) {
        expect(readFileSync(join(logs, file), 'utf8')).not.toMatch(/remote_ip|client: |"GET |\/live\//);
      }
    },
    60_000,
  );
});
