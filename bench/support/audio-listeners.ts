// Some listeners of bench stage-load, in a process of their own: each takes a ticket at the site, as a browser does, comes in
// through the site's own address, and takes sound only.
import { dispose, Room, RoomEvent, TrackKind, type RemoteTrackPublication } from '@livekit/rtc-node';

interface Order {
  join: number;
  site: string;
  tickets: string;
}

const rooms: Room[] = [];
let heard = 0;

async function come({ site, tickets }: Order): Promise<void> {
  const answer = await fetch(site + tickets, { method: 'POST', headers: { origin: site } });
  if (!answer.ok) throw new Error(`no ticket: ${answer.status}`);
  const { url, token } = (await answer.json()) as { url: string; token: string };
  const room = new Room();
  const take = (one: RemoteTrackPublication): void => {
    if (one.kind === TrackKind.KIND_AUDIO) one.setSubscribed(true);
  };
  room.on(RoomEvent.TrackSubscribed, () => (heard += 1));
  room.on(RoomEvent.TrackPublished, take);
  await room.connect(site.replace('http', 'ws') + url, token, { autoSubscribe: false, dynacast: true });
  rooms.push(room);
  for (const person of room.remoteParticipants.values())
    for (const one of person.trackPublications.values()) take(one);
}

process.on('message', (order: Order) => {
  void (async () => {
    let failed = 0;
    for (let at = 0; at < order.join; at += 1) await come(order).catch(() => (failed += 1));
    for (let waited = 0; waited < 10_000 && heard < rooms.length; waited += 100)
      await new Promise((done) => setTimeout(done, 100));
    process.send!({ inside: rooms.length, heard, failed });
  })();
});
process.on('disconnect', () => void dispose().finally(() => process.exit(0)));
