import { readFileSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { JoinResponse, ParticipantInfo, Room, RoomMovedResponse, SignalResponse } from '@livekit/protocol';
import { hideListeners, hideNumbers } from './wire.ts';

const person = (identity: string) =>
  new ParticipantInfo({
    identity,
    name: 'Бачная',
    version: 300,
    joinedAt: 1_795_358_420n,
    joinedAtMs: 1_795_358_420_415n,
    attributes: { booth: 'en' },
  });
const crowded = new Room({
  name: 'r',
  emptyTimeout: 60,
  numParticipants: 417,
  creationTimeMs: 1_795_358_420_415n,
});
/** Every message that holds a room or somebody else. */
const messages = {
  join: new SignalResponse({
    message: {
      case: 'join',
      value: new JoinResponse({
        room: crowded,
        participant: person('own'),
        otherParticipants: [person('one'), person('two')],
        pingInterval: 5,
      }),
    },
  }),
  update: new SignalResponse({ message: { case: 'update', value: { participants: [person('one')] } } }),
  roomUpdate: new SignalResponse({ message: { case: 'roomUpdate', value: { room: crowded } } }),
  roomMoved: new SignalResponse({
    message: {
      case: 'roomMoved',
      value: new RoomMovedResponse({ room: crowded, token: 't', otherParticipants: [person('one')] }),
    },
  }),
};
const frame = (payload: Uint8Array, head = 0x82): Buffer => {
  const start = Buffer.alloc(4);
  start[0] = head;
  start[1] = 126;
  start.writeUInt16BE(payload.length, 2);
  return Buffer.concat([start, payload]);
};

describe('what the engine says', () => {
  test('keeps everything but how many are there and when others came', () => {
    for (const [name, message] of Object.entries(messages)) {
      const bytes = Buffer.from(message.toBinary());
      const { length } = bytes;
      hideNumbers(bytes);
      expect(bytes.length).toBe(length);
      const after = SignalResponse.fromBinary(bytes);
      const told = JSON.stringify(after.toJson());
      expect([name, told.includes('417')]).toEqual([name, false]);
      // One's own moment is one's own.
      const own = name === 'join' ? 2 : 0;
      expect([name, told.split('1795358420').length - 1 - (name === 'update' ? 0 : 1)]).toEqual([name, own]);
      // With the numbers put back it is what it was.
      const again = SignalResponse.fromBinary(bytes);
      const value = again.message.value as {
        room?: Room;
        otherParticipants?: ParticipantInfo[];
        participants?: ParticipantInfo[];
      };
      if (value.room) value.room.numParticipants = 417;
      for (const one of [...(value.otherParticipants ?? []), ...(value.participants ?? [])])
        Object.assign(one, { joinedAt: 1_795_358_420n, joinedAtMs: 1_795_358_420_415n });
      expect(again.toJson()).toEqual(message.toJson());
    }
  });

  test('is read in whatever pieces it comes', async () => {
    const bytes = messages.roomUpdate.toBinary();
    const half = Math.floor(bytes.length / 2);
    const sent = Buffer.concat([
      frame(bytes),
      frame(bytes.subarray(0, half), 0x02),
      // A ping between the two halves of a message.
      Buffer.from([0x89, 2, 0x68, 0x69]),
      frame(bytes.subarray(half), 0x80),
    ]);
    for (const size of [1, 3, 64, sent.length]) {
      const filter = hideListeners();
      const heard = buffer(filter);
      for (let at = 0; at < sent.length; at += size) filter.write(sent.subarray(at, at + size));
      filter.end();
      const all = await heard;
      expect(all.length).toBeGreaterThan(2 * bytes.length);
      expect(all.includes(Buffer.from([0x89, 2, 0x68, 0x69]))).toBe(true);
      // 417 as the protocol writes it.
      expect(all.includes(Buffer.from([0xa1, 0x03]))).toBe(false);
      expect(sent.includes(Buffer.from([0xa1, 0x03]))).toBe(true);
    }
  });

  test('ends the connection where it can’t be read', async () => {
    const long = Buffer.alloc(10);
    long[0] = 0x82;
    long[1] = 127;
    long.writeBigUInt64BE(5_000_000n, 2);
    for (const [why, bytes] of [
      ['text', Buffer.from([0x81, 2, 0x7b, 0x7d])],
      ['compressed', Buffer.from([0xc2, 1, 0])],
      ['masked', Buffer.from([0x82, 0x81, 0, 0, 0, 0, 0])],
      ['too long', long],
      ['no message', frame(readFileSync(import.meta.filename).subarray(0, 200))],
    ] as const) {
      const filter = hideListeners();
      const heard = buffer(filter).then(
        () => 'passed',
        (error: Error) => error.message,
      );
      filter.end(bytes);
      expect([why, await heard]).not.toEqual([why, 'passed']);
    }
  });
});
