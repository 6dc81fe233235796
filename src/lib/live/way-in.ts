import { LogLevel, Room, setLogLevel } from 'livekit-client';
import { engineAddress, pause, type Ticket } from './ticket.ts';

/** By which way one comes in; `weak`: datagrams, and slowly. */
export type Way = 'udp' | 'weak' | 'tcp' | 'relay';

/** From here to the engine and back. Talking across 300 ms is hard, and the picture can't follow. */
const slowMs = 250;

/** Comes in as a listener does, looks by which way, and leaves. Throws when there is none. */
export async function wayInOf(ticket: Ticket): Promise<Way> {
  setLogLevel(LogLevel.silent);
  const room = new Room();
  try {
    await room.connect(engineAddress(ticket), ticket.token, { peerConnectionTimeout: 15_000 });
    // A moment may pass until the browser tells which way it has settled on.
    for (let waited = 0; waited < 3000; waited += 100) {
      const { publisher, subscriber } = room.engine.pcManager ?? {};
      for (const one of [subscriber, publisher]) {
        const way = wayOf(await one?.getStats());
        if (way) return way;
      }
      await pause(100);
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

function wayOf(stats: RTCStatsReport | undefined): Way | undefined {
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
