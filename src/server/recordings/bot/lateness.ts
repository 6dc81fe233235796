import type { Room } from '@livekit/rtc-node';

interface Totals {
  /** Seconds that all samples, or frames, waited together. */
  waited: number;
  count: number;
  /** Of sound: how loud it was, added up. */
  energy: number;
}

/** Where nothing is known yet: on a quiet machine. */
const usualMs = 40;
const mostMs = 400;

/**
 * How much longer the engine's client holds back sound than pictures, in milliseconds: it waits for late packets of both, each
 * in its own way, and longer on a bad line or a busy machine. What is on its way in now, slowly followed.
 */
export function makeLateness(): { read(room: Room): Promise<void>; now(): number } {
  const before = new Map<string, Totals>();
  let lateness = usualMs;
  let isKnown = false;
  return {
    read: async (room) => {
      const { subscriberStats, publisherStats } = await room.getRtcStats();
      const fresh = { audio: { waited: 0, count: 0 }, video: { waited: 0, count: 0 } };
      let loudest = -1;
      // One connection carries both ways, and is named by what it sends.
      for (const { stats } of [...subscriberStats, ...publisherStats]) {
        if (stats.case !== 'inboundRtp') continue;
        const { stream, inbound } = stats.value;
        const kind = stream?.kind;
        if (!inbound || (kind !== 'audio' && kind !== 'video')) continue;
        // Of pictures with the time that reading them takes.
        const totals = {
          ...(kind === 'audio'
            ? {
                waited: inbound.jitterBufferDelay ?? 0,
                count: Number(inbound.jitterBufferEmittedCount ?? 0),
              }
            : { waited: inbound.totalProcessingDelay ?? 0, count: inbound.framesDecoded ?? 0 }),
          energy: inbound.totalAudioEnergy ?? 0,
        };
        const key = `${kind} ${stream!.ssrc}`;
        const last = before.get(key);
        before.set(key, totals);
        if (!last || totals.count <= last.count) continue;
        const energy = totals.energy - last.energy;
        // Whose picture is shown is whoever speaks; nothing else says which sound is theirs.
        if (kind === 'audio' && energy <= loudest) continue;
        if (kind === 'audio') loudest = energy;
        fresh[kind] = { waited: totals.waited - last.waited, count: totals.count - last.count };
      }
      const { audio, video } = fresh;
      if (!audio.count || !video.count) return;
      const found = (audio.waited / audio.count - video.waited / video.count) * 1000;
      const fitting = Math.max(0, Math.min(mostMs, found));
      lateness = isKnown ? (lateness + fitting) / 2 : fitting;
      isKnown = true;
    },
    now: () => lateness,
  };
}
