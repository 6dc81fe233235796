import { AccessToken, type TrackSource } from 'livekit-server-sdk';
import type { EngineKeys } from './configuration.ts';

/** The engine renews tokens of those who are connected; a stolen link is of use for this long only. */
const ttlSeconds = 120;

/** A listener: hidden, silent, nameless, without metadata. */
export const listenerToken = (keys: EngineKeys, room: string, identity: string): Promise<string> => {
  const token = new AccessToken(keys.key, keys.secret, { identity, ttl: ttlSeconds });
  token.addGrant({
    roomJoin: true,
    room,
    hidden: true,
    canPublish: false,
    canPublishData: false,
    canSubscribe: true,
    canUpdateOwnMetadata: false,
  });
  return token.toJwt();
};

/** A speaker or host. Backstage (no `sources`) they are hidden and silent; on stage they are seen under the name they chose. */
export const seatToken = (
  keys: EngineKeys,
  room: string,
  seat: { identity: string; shownAs: string },
  sources?: TrackSource[],
): Promise<string> => {
  const token = new AccessToken(keys.key, keys.secret, {
    identity: seat.identity,
    name: seat.shownAs,
    ttl: ttlSeconds,
  });
  token.addGrant({
    roomJoin: true,
    room,
    hidden: !sources,
    // To the engine an empty list of sources means all of them.
    canPublish: Boolean(sources?.length),
    ...(sources?.length ? { canPublishSources: sources } : {}),
    canPublishData: false,
    canSubscribe: true,
    canUpdateOwnMetadata: false,
  });
  return token.toJwt();
};
