import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { BlockList, type AddressInfo } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addressHere } from './address-here.ts';
import { allBut, engineConfiguration, enginePlace } from './configuration.ts';
import { cachedEngine, findEngine, type EngineSettings } from './find.ts';
import { enginePath } from './proxy.ts';
import { pinnedArchive } from './release.ts';
import { fileFromTar } from './tar.ts';

/** A tar of ustar headers, as the publisher's. */
function tarOf(files: Record<string, Buffer>): Buffer {
  const parts: Buffer[] = [];
  for (const [name, body] of Object.entries(files)) {
    const header = Buffer.alloc(512);
    header.write(name);
    header.write(body.length.toString(8).padStart(11, '0'), 124);
    header.write('0', 156);
    header.write('ustar', 257);
    parts.push(header, body, Buffer.alloc((512 - (body.length % 512)) % 512));
  }
  return Buffer.concat([...parts, Buffer.alloc(1024)]);
}

const program = Buffer.from('#!/bin/sh\nexit 0\n');
const archive = gzipSync(tarOf({ LICENSE: Buffer.alloc(700, 'x'), 'livekit-server': program }));
const digest = createHash('sha256').update(archive).digest('hex');

describe('finding the engine', () => {
  let server: Server;
  let address: string;
  let data: string;
  let path: string | undefined;
  const settings = (more: Partial<EngineSettings>): EngineSettings => ({
    VECHE_ENGINE: 'auto',
    data,
    ...more,
  });

  beforeAll(async () => {
    server = createServer((req, res) =>
      req.url === '/engine.tar.gz'
        ? res.end(archive)
        : req.url === '/empty.tar.gz'
          ? res.end(gzipSync(tarOf({ README: program })))
          : res.writeHead(404).end(),
    );
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    data = mkdtempSync(join(tmpdir(), 'veche-find-'));
    path = process.env.PATH;
  });
  afterAll(() => {
    process.env.PATH = path;
    server.close();
    rmSync(data, { recursive: true, force: true });
  });

  test('an operator’s own server comes first, and needs its keys', async () => {
    const own = {
      LIVEKIT_URL: 'wss://media.example',
      LIVEKIT_KEY: 'key',
      LIVEKIT_SECRET: 'secret',
      VECHE_ENGINE_PATH: '/bin/sh',
    };
    expect(await findEngine(settings(own), () => undefined)).toEqual({
      kind: 'remote',
      url: 'wss://media.example',
      key: 'key',
      secret: 'secret',
    });
    expect(await findEngine(settings({ ...own, LIVEKIT_KEY: '' }), () => undefined)).toEqual({
      kind: 'none',
      why: 'no_keys',
    });
    expect(await findEngine(settings({ ...own, VECHE_ENGINE: 'off' }), () => undefined)).toEqual({
      kind: 'none',
      why: 'off',
    });
  });

  test('then the named program, which must be there', async () => {
    expect(await findEngine(settings({ VECHE_ENGINE_PATH: '/bin/sh' }), () => undefined)).toEqual({
      kind: 'program',
      path: '/bin/sh',
    });
    expect(await findEngine(settings({ VECHE_ENGINE_PATH: '/nowhere' }), () => undefined)).toEqual({
      kind: 'none',
      why: 'no_program',
    });
  });

  test('the archive is taken only whole and only with the right digest; afterwards the cache is used', async () => {
    // Neither `livekit-server` nor `go`.
    process.env.PATH = '';
    const told: string[] = [];
    const find = (hash: string) =>
      findEngine(settings({ VECHE_ENGINE_ARCHIVE: hash }), (step) => told.push(step));
    expect(await find(`${address}/engine.tar.gz`)).toEqual({ kind: 'none', why: 'no_digest' });
    expect(await find(`${address}/engine.tar.gz#sha256=${'0'.repeat(64)}`)).toEqual({
      kind: 'none',
      why: 'wrong_digest',
    });
    expect(await find(`${address}/missing#sha256=${digest}`)).toEqual({ kind: 'none', why: 'no_answer' });
    const empty = createHash('sha256')
      .update(gzipSync(tarOf({ README: program })))
      .digest('hex');
    expect(await find(`${address}/empty.tar.gz#sha256=${empty}`)).toEqual({
      kind: 'none',
      why: 'not_an_archive',
    });
    expect(existsSync(cachedEngine(data))).toBe(false);
    expect(await find(`${address}/engine.tar.gz#sha256=${digest}`)).toEqual({
      kind: 'program',
      path: cachedEngine(data),
    });
    expect(readFileSync(cachedEngine(data))).toEqual(program);
    expect(statSync(cachedEngine(data)).mode & 0o777).toBe(0o755);
    expect(told.every((step) => step === 'fetching')).toBe(true);
    server.close();
    expect(await find('http://127.0.0.1:1/never#sha256=00')).toEqual({
      kind: 'program',
      path: cachedEngine(data),
    });
  });

  test('without a setting the pinned archive of this system is meant, with its digest', () => {
    expect(pinnedArchive(undefined, 'linux', 'x64')?.address).toContain(
      '/v1.13.5/livekit_1.13.5_linux_amd64.tar.gz',
    );
    expect(pinnedArchive(undefined, 'linux', 'arm64')?.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(pinnedArchive(undefined, 'win32', 'x64')).toBeUndefined();
  });

  test('a cut-off archive yields nothing', () => {
    const tar = tarOf({ 'livekit-server': Buffer.alloc(2000, 1) });
    expect(fileFromTar(tar, 'livekit-server')?.length).toBe(2000);
    expect(fileFromTar(tar.subarray(0, 1500), 'livekit-server')).toBeUndefined();
    expect(fileFromTar(Buffer.alloc(100), 'livekit-server')).toBeUndefined();
  });
});

test('clients are never pointed at a public STUN server: TURN of our own is always on', () => {
  for (const mediaAddress of ['127.0.0.1', '203.0.113.7']) {
    const made = JSON.parse(
      engineConfiguration({ port: 1, mediaPort: 7881, mediaAddress }, { key: 'k', secret: 's' }),
    );
    expect(made.turn).toMatchObject({ enabled: true, udp_port: 7883 });
    expect(made.rtc).toMatchObject({
      stun_servers: [],
      tcp_port: 7881,
      udp_port: 7882,
      node_ip: mediaAddress,
    });
    expect(made.bind_addresses).toEqual(['127.0.0.1']);
    expect(made.logging.level).toBe('error');
  }
});

describe('media comes in on one address of this machine', () => {
  const listensOn = (mediaAddress: string, here?: string): unknown =>
    JSON.parse(
      engineConfiguration({ port: 1, mediaPort: 7881, mediaAddress }, { key: 'k', secret: 's' }, here),
    ).rtc.ips?.includes;

  test('the one that clients are told, or the one behind it; no network card for a demo', () => {
    expect(listensOn('203.0.113.7', '203.0.113.7')).toEqual(['203.0.113.7/32', '::/0']);
    expect(listensOn('203.0.113.7', '10.0.0.5')).toEqual(['10.0.0.5/32', '::/0']);
    expect(listensOn('2001:db8::7', '2001:db8::7')).toEqual(['2001:db8::7/128', '0.0.0.0/0']);
    expect(listensOn('127.0.0.1', '127.0.0.1')).toEqual(['127.0.0.1/32']);
    expect(listensOn('203.0.113.7')).toBeUndefined();
  });

  test('is asked of the machine', async () => {
    const own = Object.values(networkInterfaces()).flatMap((one) => (one ?? []).map((each) => each.address));
    for (const address of own.filter((each) => !each.startsWith('fe80')))
      expect(await addressHere(address)).toBe(address);
    // A network for documents: nobody has it, and whether there is a way to it depends on the machine.
    expect([undefined, ...own]).toContain(await addressHere('203.0.113.7'));
    expect(await addressHere('congress.example.org')).toBeUndefined();
  });
});

describe('TURN over TLS', () => {
  const settings = { VECHE_MEDIA_PORT: 7881, VECHE_MEDIA_ADDRESS: '203.0.113.7', VECHE_TURN_PORT: 5349 };
  const turnOf = (more: object): object =>
    JSON.parse(engineConfiguration(enginePlace({ ...settings, ...more }, 1), { key: 'k', secret: 's' })).turn;

  test('is there when it has a name, and takes what the proxy has unwrapped', () => {
    expect(turnOf({})).not.toHaveProperty('tls_port');
    expect(turnOf({ VECHE_TURN_DOMAIN: 'turn.example.org' })).toMatchObject({
      domain: 'turn.example.org',
      tls_port: 5349,
      external_tls: true,
    });
  });

  test('ends TLS itself when it is given a certificate', () => {
    expect(
      turnOf({ VECHE_TURN_DOMAIN: 'turn.example.org', VECHE_TURN_CERT: '/a', VECHE_TURN_KEY: '/b' }),
    ).toMatchObject({ external_tls: false, cert_file: '/a', key_file: '/b' });
  });

  test('relays to the engine and to nobody else', () => {
    const engine = '203.0.113.7';
    const networks = allBut(engine);
    // Here, unlike at the engine, a network of IPv6 holds the addresses of IPv4 too.
    expect(networks.pop()).toBe('::/0');
    const closed = new BlockList();
    for (const network of networks) {
      const [address, bits] = network.split('/');
      closed.addSubnet(address!, Number(bits));
    }
    expect(closed.check(engine)).toBe(false);
    for (const other of ['203.0.113.6', '203.0.113.8', '203.0.112.7', '75.0.113.7', '8.8.8.8', '0.0.0.0'])
      expect([other, closed.check(other)]).toEqual([other, true]);
    expect(turnOf({})).toMatchObject({ deny_peer_cidrs: allBut(engine) });
  });
});

test('only signalling has a path through us, and it says nothing of the visitor’s machine', () => {
  expect(
    enginePath(
      '/engine/rtc/v1?access_token=a&os=linux&browser=Tor&browser_version=1&device_model=x&network=wifi',
    ),
  ).toBe('/rtc/v1?access_token=a');
  expect(enginePath('/engine/rtc/validate')).toBe('/rtc/validate');
  for (const path of [
    '/engine',
    '/engine/rtc/v2',
    '/engine/twirp/x',
    '/engine/rtc/../agent',
    '/engine/rtc/%2e%2e/twirp',
    '/enginertc',
    '//engine/rtc',
    '/engine/whip/v1',
  ]) {
    expect(enginePath(path), path).toBeUndefined();
  }
});
