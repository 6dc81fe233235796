import {
  AudioFrame,
  AudioSource,
  AudioStream,
  dispose,
  RoomEvent,
  type RemoteParticipant,
  type RemoteTrack,
  type Room,
} from '@livekit/rtc-node';
import { cookieOf } from '../tests/nets/audience.ts';
import { accept, inviteLink } from '../tests/nets/cast.ts';
import { makeVisitor, type Visitor } from '../tests/nets/visitor.ts';
import { openMicrophone, openRoom, rate, step, ticketOf } from './support/rtc-people.ts';
import { median, printFigures } from './support/table.ts';
import { startWithEngine } from './support/with-engine.ts';

const bursts = 40;
const burstEveryMs = 700;
const burstMs = 160;
const loud = 600;

const isLoud = (samples: Int16Array): boolean => {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return Math.sqrt(sum / samples.length) > loud;
};

/** Calls with the moment at which sound begins after silence. */
async function onsets(track: RemoteTrack, hear: (at: number) => void): Promise<void> {
  let quietFor = 20;
  for await (const frame of new AudioStream(track, { sampleRate: rate, numChannels: 1, frameSizeMs: 10 })) {
    const isOn = isLoud(frame.data);
    if (isOn && quietFor >= 15) hear(performance.now());
    quietFor = isOn ? 0 : quietFor + 1;
  }
}

const boothOf = (person: RemoteParticipant): string | undefined => person.attributes.booth;

/** The first onset after each burst began, if it came before the next one. */
const delaysOf = (sent: readonly number[], heard: readonly number[]): number[] =>
  sent.flatMap((at) => {
    const first = heard.find((one) => one >= at && one < at + burstEveryMs);
    return first === undefined ? [] : [first - at];
  });

/**
 * A burst of tone at the speaker → heard in the booth → said again at once by the interpreter's program → heard by a
 * listener, beside the direct path; all through the site's own tickets and proxy and the real engine, on one machine.
 * What a person needs to think is not in it.
 */
export default async function interpret(): Promise<void> {
  const site = await startWithEngine();
  if (!site) return;
  const [host, speaker, voice, guest] = [0, 1, 2, 3].map(() => makeVisitor(site.url)) as [
    Visitor,
    Visitor,
    Visitor,
    Visitor,
  ];
  const here = `/en/s/${site.live}`;
  const rooms: Room[] = [];
  const join = async (by: Visitor, path: string, body?: object): Promise<Room> => {
    const { token } = await ticketOf(site.url, here + path, cookieOf(by), body);
    const room = await openRoom(site.url, token);
    rooms.push(room);
    return room;
  };
  let clock: NodeJS.Timeout | undefined;
  try {
    await accept(host, site.organiserLink);
    await accept(speaker, site.speakerLink);
    await accept(voice, await inviteLink(host, 'vytoki', { role: 'interpreter' }));
    for (let waited = 0; waited < 60; waited += 1) {
      const answer = await fetch(`${site.url}${here}/stage/ticket`, {
        method: 'POST',
        headers: { origin: site.url },
      });
      if (answer.ok) break;
      await new Promise((done) => setTimeout(done, 500));
    }
    await speaker.fill(`${here}/backstage`, { shownAs: 'Tone' }, 'take');
    const kit = (await host.get(`${here}/host`)).text;
    const seat = /<b>Tone<\/b>[\s\S]*?name="seat" value="([^"]+)"/.exec(kit)?.[1];
    if (!seat) throw new Error('the speaker has no seat');
    await host.post(`${here}/host?/seat`, [
      ['seat', seat],
      ['act', 'bring'],
      ...(await host.stamp('/be/account')),
    ]);
    await voice.fill(`${here}/booth/en`, { shownAs: 'Voice' }, 'enter');

    const sent: number[] = [];
    const heard = { booth: [] as number[], listener: [] as number[], direct: [] as number[] };
    // Fed by the clock, as a sound card feeds it, so that nothing waits in a queue.
    const [mouth, out] = [new AudioSource(rate, 1, 0), new AudioSource(rate, 1, 0)];
    const booth = await join(voice, '/booth/en/now', { act: 'ticket' });
    // The interpreter hears the floor and says it again, frame by frame.
    booth.on(RoomEvent.TrackSubscribed, (track, _publication, person) => {
      if (person.identity !== seat) return;
      void onsets(track, (at) => heard.booth.push(at));
      void (async () => {
        for await (const frame of new AudioStream(track, {
          sampleRate: rate,
          numChannels: 1,
          frameSizeMs: 10,
        }))
          await out.captureFrame(new AudioFrame(frame.data, rate, 1, frame.data.length));
      })();
    });
    await voice.fill(`${here}/booth/en`, {}, 'take');
    const listener = await join(guest, '/stage/ticket');
    listener.on(RoomEvent.TrackSubscribed, (track, _publication, person) => {
      if (person.identity === seat) void onsets(track, (at) => heard.direct.push(at));
      else if (boothOf(person) === 'en') void onsets(track, (at) => heard.listener.push(at));
    });
    await openMicrophone(await join(speaker, '/backstage/ticket'), mouth);
    await openMicrophone(booth, out);
    const began = performance.now();
    let frames = 0;
    clock = setInterval(() => {
      // As many frames as the clock says, and never in advance.
      for (; frames * 10 <= performance.now() - began; frames += 1) {
        const at = (frames * 10) % burstEveryMs;
        const isOn = frames * 10 > 4_000 && at < burstMs;
        if (isOn && at === 0) sent.push(performance.now());
        const samples = new Int16Array(step);
        if (isOn)
          for (let i = 0; i < step; i += 1)
            samples[i] = Math.round(8000 * Math.sin((2 * Math.PI * 1000 * (frames * step + i)) / rate));
        mouth.captureFrame(new AudioFrame(samples, rate, 1, step)).catch(() => undefined);
      }
    }, 5);
    while (sent.length < bursts) await new Promise((done) => setTimeout(done, 200));
    await new Promise((done) => setTimeout(done, 1_000));
    // What comes first fills the jitter buffers.
    const counted = sent.slice(4);
    const [direct, inBooth, full] = [
      delaysOf(counted, heard.direct),
      delaysOf(counted, heard.booth),
      delaysOf(counted, heard.listener),
    ];
    const show = (delays: number[]): string =>
      delays.length === 0
        ? 'nothing heard'
        : `${median(delays).toFixed(0)} ms (${delays.length} of ${counted.length} heard, slowest ${Math.max(...delays).toFixed(0)} ms)`;
    printFigures(`interpret: ${counted.length} bursts of tone, one machine`, [
      {
        what: 'speaker → booth → listener, median',
        ours: show(full),
        beside: `speaker → listener directly, same bursts: ${show(direct)}; speaker → booth: ${show(inBooth)}`,
        aim: 'median < 400 ms',
        isReached: full.length >= counted.length * 0.9 && median(full) < 400,
      },
    ]);
  } finally {
    clearInterval(clock);
    for (const room of rooms) await room.disconnect().catch(() => undefined);
    for (const one of [host, speaker, voice, guest]) one.close();
    await site.stop();
    await dispose();
  }
}
