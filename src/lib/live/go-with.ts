/** After people came somewhere the page still changes for a while: pictures get their places, slides their size. */
const settleMs = 3000;

/**
 * Brings `place` into sight once somebody stands in it, and keeps it there while they are arranged, unless whoever looks
 * moves the page themselves.
 */
export function goWith(place: HTMLElement): void {
  const signs = ['wheel', 'touchmove', 'keydown'] as const;
  let settled: ReturnType<typeof setTimeout> | undefined;
  const go = (): void => {
    if (place.childElementCount === 0) return;
    place.scrollIntoView({ block: 'nearest' });
    settled ??= setTimeout(stop, settleMs);
  };
  const changes = new MutationObserver(() => requestAnimationFrame(go));
  const sizes = new ResizeObserver(go);
  const stop = (): void => {
    changes.disconnect();
    sizes.disconnect();
    for (const sign of signs) removeEventListener(sign, stop);
  };
  changes.observe(place, { childList: true });
  sizes.observe(place);
  for (const sign of signs) addEventListener(sign, stop, { passive: true });
}
