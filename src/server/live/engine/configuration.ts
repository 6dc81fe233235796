import { randomBytes } from 'node:crypto';
import { isIPv4 } from 'node:net';
import { resolve } from 'node:path';

export interface EngineKeys {
  key: string;
  secret: string;
}

export const newEngineKeys = (): EngineKeys => ({
  key: `v${randomBytes(9).toString('hex')}`,
  secret: randomBytes(32).toString('hex'),
});

export interface EnginePlace {
  /** Loopback port of signalling and of the engine's own interface; only we reach it. */
  port: number;
  /** First of three: media over TCP, media over UDP, TURN over UDP. */
  mediaPort: number;
  /** Address that clients are told to send media to. */
  mediaAddress: string;
  /** TURN over TLS, for whom nothing but 443 is open. Browsers are told `turns:domain:443`, whatever the port here is. */
  turn?: TurnPlace;
}

export interface TurnPlace {
  domain: string;
  port: number;
  /** Paths; without them somebody before us ends TLS, and the port takes what is inside. */
  certificate?: { cert: string; key: string };
}

/** The settings that decide where media goes. */
export interface MediaSettings {
  VECHE_MEDIA_PORT: number;
  VECHE_MEDIA_ADDRESS: string;
  VECHE_TURN_DOMAIN?: string | undefined;
  VECHE_TURN_PORT: number;
  VECHE_TURN_CERT?: string | undefined;
  VECHE_TURN_KEY?: string | undefined;
}

export function enginePlace(settings: MediaSettings, port: number): EnginePlace {
  const { VECHE_TURN_DOMAIN: domain, VECHE_TURN_CERT: cert, VECHE_TURN_KEY: key } = settings;
  return {
    port,
    mediaPort: settings.VECHE_MEDIA_PORT,
    mediaAddress: settings.VECHE_MEDIA_ADDRESS,
    ...(domain && {
      turn: {
        domain,
        port: settings.VECHE_TURN_PORT,
        ...(cert && key && { certificate: { cert: resolve(cert), key: resolve(key) } }),
      },
    }),
  };
}

const isLoopback = (address: string): boolean => address.startsWith('127.') || address === '::1';

/** Every network but the one address, so that whoever has a credential is relayed to the engine and nowhere else. */
export function allBut(address: string): string[] {
  if (!isIPv4(address)) return [];
  const bits = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  const networks = Array.from({ length: 32 }, (_, at) => {
    const size = 2 ** (31 - at);
    // The half in which the address does not lie.
    const start = Math.floor(bits / size) % 2 ? bits - (bits % size) - size : bits - (bits % size) + size;
    return `${[24, 16, 8, 0].map((shift) => Math.floor(start / 2 ** shift) % 256).join('.')}/${at + 1}`;
  });
  return [...networks, '::/0'];
}

/**
 * The networks on whose addresses the engine takes media. It tells clients one address and listens on all that it is let to; by
 * which of them it then reads is decided by chance when it starts (a map of Go), and what comes to another one is lost.
 */
function listensOn(here: string | undefined): { ips?: { includes: string[] } } {
  if (!here) return {};
  const includes = isIPv4(here) ? [`${here}/32`] : [`${here}/128`];
  // The other family is told as it is, each address for itself.
  if (!isLoopback(here)) includes.push(isIPv4(here) ? '::/0' : '0.0.0.0/0');
  return { ips: { includes } };
}

/**
 * The engine's configuration; JSON is YAML. With no STUN, TURN or `turn.udp_port` of our own the engine would send every
 * visitor to a public STUN server, so ours is always on: it answers STUN as well, on the address the media uses. `here`: the address
 * of this machine on which what is sent to `mediaAddress` arrives, when it is known.
 */
export function engineConfiguration(place: EnginePlace, keys: EngineKeys, here?: string): string {
  const local = isLoopback(place.mediaAddress);
  return JSON.stringify({
    port: place.port,
    bind_addresses: ['127.0.0.1'],
    // Its lines at `info` hold addresses and browsers of participants.
    logging: { level: 'error', pion_level: 'error', json: true },
    rtc: {
      tcp_port: place.mediaPort,
      udp_port: place.mediaPort + 1,
      use_external_ip: false,
      node_ip: place.mediaAddress,
      stun_servers: [],
      enable_loopback_candidate: local,
      ...listensOn(here),
    },
    turn: {
      enabled: true,
      domain: place.turn?.domain ?? 'localhost',
      udp_port: place.mediaPort + 2,
      ...(place.turn && {
        tls_port: place.turn.port,
        external_tls: !place.turn.certificate,
        ...(place.turn.certificate && {
          cert_file: place.turn.certificate.cert,
          key_file: place.turn.certificate.key,
        }),
      }),
      // Loopback and private addresses are closed to relays unless named: our own may be one.
      allow_restricted_peer_cidrs: isIPv4(place.mediaAddress) ? [`${place.mediaAddress}/32`] : [],
      deny_peer_cidrs: allBut(place.mediaAddress),
      relay_range_start: 30_000,
      relay_range_end: 32_000,
      bind_addresses: [local ? '127.0.0.1' : '0.0.0.0'],
    },
    room: { auto_create: true, empty_timeout: 60, departure_timeout: 20, max_metadata_size: 1024 },
    keys: { [keys.key]: keys.secret },
  });
}
