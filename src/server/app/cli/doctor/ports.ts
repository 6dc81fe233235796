import { createSocket } from 'node:dgram';
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import type { Config } from '#server/kernel';
import { finding, type Finding } from './check.ts';

/** Our own server answers at /healthz; anybody else on the port is in the way. */
export async function checkPort({ HOST, PORT }: Config): Promise<Finding> {
  if (PORT === 0) return finding('port', 'ok', 'any');
  const why = await triesToListen(PORT, HOST);
  if (!why) return finding('port', 'ok', 'free', { port: String(PORT) });
  if (why !== 'EADDRINUSE') return finding('port', 'bad', 'forbidden', { port: String(PORT), why });
  const host = HOST === '0.0.0.0' || HOST === '::' ? '127.0.0.1' : HOST;
  const health = await fetch(`http://${host}:${PORT}/healthz`, { signal: AbortSignal.timeout(2_000) }).then(
    (answer) => answer.text(),
    () => '',
  );
  return health === 'ok\n'
    ? finding('port', 'ok', 'ours', { port: String(PORT) })
    : finding('port', 'bad', 'taken', { port: String(PORT) });
}

/** The engine takes one TCP port and two UDP ports; while a server runs they may be its own. */
export async function checkMediaPorts(
  { VECHE_MEDIA_PORT: first, VECHE_ENGINE, LIVEKIT_URL }: Config,
  isRunning: boolean,
): Promise<Finding> {
  if (VECHE_ENGINE === 'off' || LIVEKIT_URL) return finding('media_ports', 'ok', 'none');
  const taken: string[] = [];
  if (await triesToListen(first, '0.0.0.0')) taken.push(`${first}/TCP`);
  for (const port of [first + 1, first + 2]) if (await triesUdp(port)) taken.push(`${port}/UDP`);
  if (taken.length === 0)
    return finding('media_ports', 'ok', 'free', { first: String(first), last: String(first + 2) });
  return isRunning
    ? finding('media_ports', 'ok', 'ours')
    : finding('media_ports', 'bad', 'taken', { ports: taken.join(', ') });
}

/** Where the engine would come from. Nothing is fetched here. */
export function checkEngine(config: Config): Finding {
  const { VECHE_ENGINE, LIVEKIT_URL, LIVEKIT_KEY, LIVEKIT_SECRET, VECHE_ENGINE_PATH, data } = config;
  if (VECHE_ENGINE === 'off') return finding('engine', 'ok', 'off');
  if (LIVEKIT_URL)
    return LIVEKIT_KEY && LIVEKIT_SECRET
      ? finding('engine', 'ok', 'remote')
      : finding('engine', 'bad', 'no_keys');
  if (VECHE_ENGINE_PATH)
    return isProgram(VECHE_ENGINE_PATH)
      ? finding('engine', 'ok', 'there')
      : finding('engine', 'bad', 'no_program', { path: VECHE_ENGINE_PATH });
  const cache = join(data, 'engine');
  const kept =
    existsSync(cache) &&
    readdirSync(cache).some((name) => name.startsWith('livekit-server-') && isProgram(join(cache, name)));
  if (kept || onPath('livekit-server')) return finding('engine', 'ok', 'there');
  return onPath('go') ? finding('engine', 'warn', 'to_build') : finding('engine', 'warn', 'to_fetch');
}

const onPath = (name: string): boolean =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => folder !== '' && isProgram(join(folder, name)));

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The system's code when it may not be listened on. */
function triesToListen(port: number, host: string): Promise<string | undefined> {
  return new Promise((done) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => done(error.code ?? 'unknown'));
    server.listen(port, host, () => server.close(() => done(undefined)));
  });
}

function triesUdp(port: number): Promise<string | undefined> {
  return new Promise((done) => {
    const socket = createSocket('udp4');
    socket.once('error', (error: NodeJS.ErrnoException) => done(error.code ?? 'unknown'));
    socket.bind(port, () => socket.close(() => done(undefined)));
  });
}
