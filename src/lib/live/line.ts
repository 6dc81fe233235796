import { LogLevel, Room, setLogLevel } from 'livekit-client';
import { engineAddress, type Ticket } from './ticket.ts';

/** What a line lets through; `weak`: datagrams, and slowly. */
export type Line = 'udp' | 'weak' | 'tcp' | 'relay';

/** From here to the engine and back. Talking across 300 ms is hard, and the picture can't follow. */
const slowMs = 250;

/** Comes in as a listener does, looks by which way, and leaves. Throws when there is none. */
export async function lineOf(ticket: Ticket): Promise<Line> {
  setLogLevel(LogLevel.silent);
  const room = new Room();
  try {
    await room.connect(engineAddress(ticket), ticket.token, { maxRetries: 0, peerConnectionTimeout: 25_000 });
    const { publisher, subscriber } = room.engine.pcManager ?? {};
    for (const one of [subscriber, publisher]) {
      const way = wayIn(await one?.getStats());
      if (way) return way;
    }
    throw new Error('no way');
  } finally {
    await room.disconnect();
  }
}

interface Pair {
  localCandidateId: string;
  currentRoundTripTime?: number;
}
interface Local {
  protocol: 'udp' | 'tcp';
  /** How it reaches its relay. */
  relayProtocol?: 'udp' | 'tcp' | 'tls';
}

function wayIn(stats: RTCStatsReport | undefined): Line | undefined {
  for (const each of stats?.values() ?? []) {
    const pair: Pair | undefined =
      each.type === 'candidate-pair' && each.state === 'succeeded' && each.nominated ? each : undefined;
    const local: Local | undefined = pair && stats?.get(pair.localCandidateId);
    if (!pair || !local) continue;
    const by = local.relayProtocol ?? local.protocol;
    if (by !== 'udp') return local.relayProtocol ? 'relay' : 'tcp';
    return (pair.currentRoundTripTime ?? 0) * 1000 > slowMs ? 'weak' : 'udp';
  }
  return undefined;
}
