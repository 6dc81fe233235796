import { traceOf, type Ctx } from '#server/kernel';
import { mayEdit } from '../access.ts';
import { draftsTopic } from './note.ts';
import { lastEdit, needDrafts } from './read.ts';

/** Who follows the drafts of an event in this process. */
export interface EditStreams {
  open(ctx: Ctx, eventId: string): ReadableStream<Uint8Array>;
  /** A topic of `changed`; undefined when nobody knows what was missed. */
  heard(topic?: string): void;
  count(): number;
  drain(): void;
}

const most = 256;
const heartbeatMs = 20_000;
/** Then the browser comes back by itself and is looked at anew: a sign-in that ended is noticed. */
const longestMs = 300_000;
const encoder = new TextEncoder();
const frame = (event: string, data: object): Uint8Array =>
  encoder.encode(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);

interface Follower {
  eventId: string;
  tell(): void;
  end(): void;
}

/** Streams that say only how far the changes of an event have come; what they are, editors ask for. */
export function makeEditStreams(): EditStreams {
  const followers = new Set<Follower>();

  const open = (ctx: Ctx, eventId: string): ReadableStream<Uint8Array> => {
    let follower: Follower | undefined;
    let timers: NodeJS.Timeout[] = [];
    const leave = (): void => {
      for (const timer of timers) clearTimeout(timer);
      timers = [];
      if (follower) followers.delete(follower);
    };
    return new ReadableStream<Uint8Array>({
      start: (controller) => {
        let isTelling = false;
        let isStale = false;
        let told = -1;
        const end = (): void => {
          leave();
          try {
            controller.close();
          } catch {
            // The reader was gone first.
          }
        };
        const tell = async (): Promise<void> => {
          isStale = true;
          if (isTelling) return;
          isTelling = true;
          try {
            while (isStale) {
              isStale = false;
              const seq = await lastEdit(ctx, eventId);
              if (seq !== told) controller.enqueue(frame('edits', { seq: (told = seq) }));
            }
          } catch (error) {
            ctx.log.warn('an editor was not told', traceOf(error));
            end();
          } finally {
            isTelling = false;
          }
        };
        const beat = async (): Promise<void> => {
          try {
            if (!(await mayEdit(ctx, eventId))) return end();
            controller.enqueue(encoder.encode(': \n\n'));
          } catch {
            end();
          }
        };
        follower = { eventId, tell: () => void tell(), end };
        followers.add(follower);
        timers = [setInterval(() => void beat(), heartbeatMs), setTimeout(end, longestMs)];
        for (const timer of timers) timer.unref();
        controller.enqueue(encoder.encode('retry: 1000\n\n'));
        void tell();
      },
      cancel: leave,
    });
  };

  return {
    open,
    heard: (topic) => {
      for (const follower of followers)
        if (topic === undefined || topic === draftsTopic(follower.eventId)) follower.tell();
    },
    count: () => followers.size,
    drain: () => {
      for (const follower of followers) follower.end();
    },
  };
}

/**
 * Follows the changes of an event's drafts. Refuses an unknown event, whoever may not edit it (`not_found`), and more
 * streams than a process should hold (`unavailable`): then editors ask from time to time.
 */
export async function followEdits(
  ctx: Ctx,
  eventId: string,
): Promise<ReadableStream<Uint8Array> | undefined> {
  await needDrafts(ctx, eventId);
  const streams = (ctx.app.parts.congress as { edits?: EditStreams } | undefined)?.edits;
  return streams && streams.count() < most ? streams.open(ctx, eventId) : undefined;
}
