import type { BrowserContext, Page } from 'playwright-core';

declare global {
  interface Window {
    /** Every connection that a page opened, in its order. */
    vecheConnections: RTCPeerConnection[];
  }
}

/** From now on the connections of pages that are opened here can be asked. */
export const watchConnections = (context: BrowserContext): Promise<unknown> =>
  context.addInitScript(() => {
    window.vecheConnections = [];
    if (!window.RTCPeerConnection) return;
    window.RTCPeerConnection = class extends RTCPeerConnection {
      constructor(...given: ConstructorParameters<typeof RTCPeerConnection>) {
        super(...given);
        window.vecheConnections.push(this);
      }
    };
  });

const stage = '[data-stage-place]';

/** How many frames were drawn of the picture that is furthest. */
export const framesOf = (page: Page, place = stage): Promise<number> =>
  page.evaluate(
    (videos) =>
      Math.max(
        0,
        ...[...document.querySelectorAll<HTMLVideoElement>(videos)].map(
          (video) => video.getVideoPlaybackQuality().totalVideoFrames,
        ),
      ),
    `${place} video`,
  );

/** Waits until so many pictures of others in `place` move at a time; says what came of them when they don't. */
export async function picturesMove(
  page: Page,
  count: number,
  { place = stage, withinMs = 40_000 }: { place?: string; withinMs?: number } = {},
): Promise<void> {
  let moved = -1;
  for (const deadline = Date.now() + withinMs; Date.now() < deadline;) {
    moved = await moving(page, place);
    if (moved === count) return;
  }
  throw new Error(`${moved} pictures of ${count} move: ${await picturesSaid(page, place)}`);
}

/** Pictures in `place` that moved in the last moment. */
const moving = (page: Page, place: string): Promise<number> =>
  page.evaluate(async (wanted) => {
    const videos = [...document.querySelectorAll<HTMLVideoElement>(wanted)];
    const count = (video: HTMLVideoElement): number => video.getVideoPlaybackQuality().totalVideoFrames;
    const before = videos.map(count);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    return videos.filter((video, index) => count(video) > before[index]!).length;
  }, `${place} video`);

/** What connections and elements of a page tell of its pictures, for whoever looks for the fault. */
const picturesSaid = (page: Page, place: string): Promise<string> =>
  page.evaluate(async (wanted) => {
    const said: unknown[] = [{ window: [innerWidth, innerHeight, scrollY], isHidden: document.hidden }];
    for (const one of window.vecheConnections ?? []) {
      for (const each of (await one.getStats()).values())
        if (each.type === 'inbound-rtp' && each.kind === 'video')
          said.push({
            track: each.trackIdentifier,
            line: one.connectionState,
            packets: [each.packetsReceived, each.packetsLost],
            frames: [each.framesReceived, each.framesDecoded, each.keyFramesDecoded],
            asked: [each.nackCount, each.pliCount],
            width: each.frameWidth,
          });
    }
    for (const video of document.querySelectorAll<HTMLVideoElement>(wanted)) {
      const { x, y, width, height } = video.getBoundingClientRect();
      const tracks = (video.srcObject as MediaStream | null)?.getVideoTracks() ?? [];
      said.push({
        of: video.closest('figure')?.textContent?.trim(),
        box: [x, y, width, height].map(Math.round),
        frames: video.getVideoPlaybackQuality().totalVideoFrames,
        state: [video.paused, video.readyState],
        tracks: tracks.map((track) => [track.id, track.muted, track.readyState]),
      });
    }
    return JSON.stringify(said);
  }, `${place} video`);
