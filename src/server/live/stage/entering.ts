import type { IncomingMessage } from 'node:http';
import type { Ctx } from '#server/kernel';
import { mayEnterBooth } from '../booths/engine.ts';
import { mayEnterGathering } from '../meetings/engine.ts';

interface Claims {
  sub?: string;
  name?: string;
  attributes?: { booth?: string };
  video?: { room?: string; canPublish?: boolean };
}

/**
 * Whether the seat in a request's token may still come in. The engine knows only what stands in the token, and it renews
 * tokens of those who are inside for ten minutes: whoever was taken off would come back with an old one. Listeners' tokens
 * let nobody be heard and are not looked up. Whether the token is genuine is the engine's to say.
 */
export async function mayEnter(ctx: Ctx, req: IncomingMessage): Promise<boolean> {
  const { sub, name, attributes, video } = claimsOf(req);
  if (!sub || !video?.room || (!name && !video.canPublish)) return true;
  const { room } = video;
  if (room.startsWith('m-')) return mayEnterGathering(ctx, room, sub);
  const seat = await ctx.db
    .selectFrom('live.stage')
    .innerJoin('live.seat', 'live.seat.session_id', 'live.stage.session_id')
    .select(['live.seat.place', 'live.stage.room'])
    .where((eb) => eb.or([eb('live.stage.room', '=', room), eb('live.stage.backstage_room', '=', room)]))
    .where('live.seat.identity', '=', sub)
    .executeTakeFirst();
  if (!seat) return mayEnterBooth(ctx, room, sub, attributes?.booth, Boolean(video.canPublish));
  if (seat.room !== room) return seat.place === 'backstage';
  return seat.place === 'stage' || (seat.place !== 'away' && !video.canPublish);
}

function claimsOf(req: IncomingMessage): Claims {
  const token =
    new URL(req.url ?? '/', 'http://page.invalid').searchParams.get('access_token') ??
    req.headers.authorization?.replace(/^Bearer /i, '');
  try {
    const claims: unknown = JSON.parse(Buffer.from(token?.split('.')[1] ?? '', 'base64url').toString());
    return typeof claims === 'object' && claims ? claims : {};
  } catch {
    return {};
  }
}
