import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { traceOf, type Ctx } from '#server/kernel';
import type { Engine } from '../engine/engine.ts';
import { seatTicket } from '../stage/joining.ts';
import { changeSeat, seatOf } from '../stage/seats.ts';
import { findFfmpeg } from '../statements/convert.ts';
import { recordingOwner } from '../statements/statements.ts';
import type { PlayOrder } from './recording-shape.ts';

/** Plays recorded statements, each in a process of its own that ends with it; its seat leaves the stage then. */
export function makePlayer(
  ctx: Ctx,
  engine: Engine,
): { play(sessionId: string, identity: string): Promise<void>; stop(): Promise<void> } {
  const playing = new Map<ChildProcess, Promise<void>>();
  return {
    play: async (sessionId, identity) => {
      const owner = recordingOwner(ctx, sessionId, identity);
      const seat = await seatOf(ctx, sessionId, owner);
      if (seat?.place !== 'stage') return;
      const leave = (): Promise<void> => changeSeat(ctx, sessionId, seat.identity, 'take');
      const row = await ctx.db
        .selectFrom('live.statement')
        .select(['bytes', 'has_picture'])
        .where('session_id', '=', sessionId)
        .where('identity', '=', identity)
        .executeTakeFirst();
      const [address, ffmpeg] = [engine.address(), findFfmpeg()];
      if (!row?.bytes || !address || !ffmpeg) return leave();
      const { token } = await seatTicket(ctx, sessionId, owner);
      const child = fork(join(import.meta.dirname, 'recording.ts'), [], {
        stdio: ['pipe', 'ignore', 'ignore', 'ipc'],
        env: { PATH: process.env.PATH },
      });
      child.stdin!.on('error', () => undefined);
      child.send({
        url: address.url.replace(/^http/, 'ws'),
        token,
        hasPicture: row.has_picture,
        ffmpeg,
      } satisfies PlayOrder);
      child.stdin!.end(row.bytes);
      const ended = new Promise<void>((done) => {
        child.once('error', () => done());
        child.once('exit', () => done());
      })
        .then(leave)
        .catch((error: unknown) => ctx.log.warn('a recording stayed on the stage', traceOf(error)))
        .finally(() => playing.delete(child));
      playing.set(child, ended);
    },
    stop: async () => {
      const all = [...playing];
      for (const [child] of all) child.kill('SIGKILL');
      await Promise.all(all.map(([, ended]) => ended));
    },
  };
}
