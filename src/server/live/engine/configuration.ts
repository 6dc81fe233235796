import { randomBytes } from 'node:crypto';

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
}

const isLoopback = (address: string): boolean => address.startsWith('127.') || address === '::1';

/**
 * The engine's configuration; JSON is YAML. With no STUN, TURN or `turn.udp_port` of our own the engine would send every
 * visitor to a public STUN server, so ours is always on: it answers STUN as well, on the address the media uses.
 */
export function engineConfiguration(place: EnginePlace, keys: EngineKeys): string {
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
    },
    turn: {
      enabled: true,
      domain: 'localhost',
      udp_port: place.mediaPort + 2,
      relay_range_start: 30_000,
      relay_range_end: 32_000,
      bind_addresses: [local ? '127.0.0.1' : '0.0.0.0'],
    },
    room: { auto_create: true, empty_timeout: 60, departure_timeout: 20, max_metadata_size: 1024 },
    keys: { [keys.key]: keys.secret },
  });
}
