import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { must, withDatabase } from '../nets/cast.ts';
import { makeVisitor, type Visitor } from '../nets/visitor.ts';
import type { RunningSite } from '../support/site.ts';
import { engineProgram, missing, startHall } from './live-needs.ts';

const soon = { timeout: 20_000 };

describe.skipIf(!engineProgram)(
  `whoever a moderator removed, at the real engine${engineProgram ? '' : ` (skipped: ${missing})`}`,
  () => {
    let site: RunningSite;
    let speaker: Visitor;
    let host: Visitor;
    const here = (part: string): string => `/be/s/${site.live}/${part}`;
    const accept = async (visitor: Visitor, link: string): Promise<void> => {
      await visitor.fill(new URL(link).pathname, {});
    };
    const ticket = async (): Promise<{ token?: string; code?: string }> =>
      JSON.parse((await speaker.post(here('backstage/ticket'), [], { isJson: true })).text);
    /** What the way in answers to a token: the engine's own word where it is let through to it. */
    const tryToken = async (token: string): Promise<number> =>
      (await fetch(`${site.url}/engine/rtc/validate?access_token=${token}`)).status;
    /** A participant as far as signalling goes; says when the engine threw it out. */
    const connect = async (token: string): Promise<{ closed: Promise<void>; close(): void }> => {
      const socket = new WebSocket(
        `${site.url.replace('http', 'ws')}/engine/rtc?access_token=${token}&protocol=15&auto_subscribe=0`,
      );
      const closed = new Promise<void>((done) =>
        socket.addEventListener('close', () => done(), { once: true }),
      );
      await new Promise<void>((done, failed) => {
        socket.addEventListener('message', () => done(), { once: true });
        socket.addEventListener('error', () => failed(new Error('refused')), { once: true });
      });
      return { closed, close: () => socket.close() };
    };

    beforeAll(async () => {
      site = await startHall();
      [speaker, host] = [makeVisitor(site.url), makeVisitor(site.url)];
      await accept(host, site.organiserLink);
      await accept(speaker, site.speakerLink);
    }, 90_000);
    afterAll(async () => {
      speaker?.close();
      host?.close();
      await site?.stop();
    });

    test('is thrown out at once, and an old token opens nothing, whatever it says', async () => {
      await speaker.fill(here('backstage'), { shownAs: 'Крыкун' }, 'take');
      await expect.poll(async () => (await ticket()).token, soon).toBeDefined();
      const seat = /name="seat" value="(\w+)"/;
      const desk = (await host.get(here('moderate'))).text;
      const [, identity] = seat.exec(desk.slice(desk.indexOf('Крыкун'))) ?? [];
      expect(identity).toMatch(/^\w+$/);
      const stamp = await host.stamp(here('moderate'));
      await host.post(here('host?/seat'), [...stamp, ['seat', identity!], ['act', 'bring']]);
      // A token of somebody on stage: it lets publish camera and microphone.
      const { token } = await ticket();
      const { video } = JSON.parse(Buffer.from(token!.split('.')[1]!, 'base64url').toString());
      expect(video.canPublish).toBe(true);
      expect(await tryToken(token!)).toBe(200);
      const inside = await connect(token!);

      const answer = await host.post(here('moderate?/remove'), [
        ...(await host.stamp(here('moderate'))),
        ['seat', identity!],
        ['reason', 'noise'],
      ]);
      expect(answer.status).toBe(303);
      const removedAt = Date.now();
      await inside.closed;
      console.info(`removed and out of the engine after ${Date.now() - removedAt} ms`);
      // The token itself is good for two minutes more, and opens nothing.
      expect(await tryToken(token!)).not.toBe(200);
      await expect(connect(token!)).rejects.toThrow('refused');
      expect((await ticket()).token).toBeUndefined();
      const again = await speaker.fill(here('backstage'), { shownAs: 'Іншы' }, 'take');
      expect(again.status).toBe(403);

      await host.post(here('moderate?/readmit'), [
        ...(await host.stamp(here('moderate'))),
        ['seat', identity!],
      ]);
      await speaker.fill(here('backstage'), { shownAs: 'Крыкун' }, 'take');
      const { token: fresh } = await ticket();
      expect(await tryToken(fresh!)).toBe(200);
      // What was given for the stage is still of no use to somebody backstage.
      expect(await tryToken(token!)).not.toBe(200);
    }, 90_000);

    test('is out of the session’s meeting as well, in the small room they were sent to', async () => {
      const workshop = await withDatabase(site.data, async (client) =>
        must(
          (
            await client.query<{ id: string }>(
              `select s.id from congress.session s join congress.released_session r on r.session_id = s.id where s.kind = 'workshop' limit 1`,
            )
          ).rows[0]?.id,
          'a workshop',
        ),
      );
      const at = (part: string): string => `/be/s/${workshop}/${part}`;
      const ask = async (by: Visitor): Promise<{ token?: string; code?: string }> => {
        const cookie = [...by.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
        const answer = await fetch(site.url + at('meeting/now'), {
          method: 'POST',
          headers: { cookie, 'content-type': 'application/json' },
          body: JSON.stringify({ act: 'ticket' }),
        });
        return (await answer.json()) as { token?: string; code?: string };
      };
      const fine = async (answer: Promise<{ status: number }>): Promise<void> =>
        expect((await answer).status).toBe(303);
      await fine(host.fill(at('meeting'), {}, 'begin'));
      await fine(host.fill(at('meeting'), { lobby: 'off' }, 'lobby'));
      await fine(host.fill(at('meeting'), { shownAs: 'Вядоўца' }, 'sit'));
      await fine(speaker.fill(at('meeting'), { shownAs: 'Крыкун' }, 'sit'));
      await fine(host.fill(at('meeting'), { rooms: '2', by: 'random' }, 'split'));
      const [kept, inRoom] = [await ask(host), await ask(speaker)];
      const [quiet, loud] = [await connect(kept.token!), await connect(inRoom.token!)];

      // Moderators remove whoever is visible in the session: here by signing a message.
      await fine(host.fill(at('moderate'), { mode: 'open', slow: '0' }, 'talk'));
      await fine(speaker.fill(at('talk'), { text: 'чуваць?', sign: 'yes', name: 'Крыкун' }, 'say'));
      const desk = (await host.get(at('moderate'))).text;
      const [, seat] = /name="seat" value="(\w+)"/.exec(desk.slice(desk.indexOf('Крыкун'))) ?? [];
      await fine(
        host.post(at('moderate?/remove'), [
          ...(await host.stamp(at('moderate'))),
          ['seat', must(seat, 'a seat')],
          ['reason', 'noise'],
        ]),
      );
      const removedAt = Date.now();
      await loud.closed;
      console.info(`removed and out of the meeting after ${Date.now() - removedAt} ms`);
      expect(await tryToken(inRoom.token!)).not.toBe(200);
      await expect(connect(inRoom.token!)).rejects.toThrow('refused');
      expect((await ask(speaker)).code).toBe('meetings.not_in');
      expect((await speaker.fill(at('meeting'), { shownAs: 'Іншы' }, 'sit')).status).toBe(403);
      // Everybody else stays.
      expect(await tryToken(kept.token!)).toBe(200);
      quiet.close();
    }, 90_000);

    test('an emergency stop empties the engine’s room and no old token leads back', async () => {
      const { token } = await ticket();
      const inside = await connect(token!);
      const listener = JSON.parse(
        (await makeVisitor(site.url).post(here('stage/ticket'), [], { isJson: true })).text,
      ) as { token: string };
      const listening = await connect(listener.token);
      const stopped = await host.post(here('moderate?/stop'), [
        ...(await host.stamp(here('moderate'))),
        ['sure', 'yes'],
      ]);
      expect(stopped.status).toBe(303);
      await Promise.all([inside.closed, listening.closed]);
      expect(await tryToken(token!)).not.toBe(200);
      expect((await ticket()).token).toBeUndefined();
      const late = await makeVisitor(site.url).post(here('stage/ticket'), [], { isJson: true });
      expect(late.status).toBe(409);
    }, 60_000);
  },
);
