/** Seconds left, seen and heard: the server's moment, reckoned on this page's own clock from when it was told. */
export interface Countdown {
  /** `leftMs` undefined: none runs. */
  show(leftMs: number | undefined): void;
}

const hurryFrom = 5;

export function makeCountdown(
  place: HTMLElement,
  seconds: HTMLElement,
  sound: () => AudioContext | undefined,
): Countdown {
  let end: number | undefined;
  let clock: ReturnType<typeof setInterval> | undefined;
  let shown: number | undefined;
  const tick = (): void => {
    if (end === undefined) return;
    const left = Math.max(0, Math.ceil((end - performance.now()) / 1000));
    if (left === shown) return;
    shown = left;
    seconds.textContent = String(left);
    const context = sound();
    if (context && left <= hurryFrom) beep(context, left === 0);
  };
  return {
    show: (leftMs) => {
      end = leftMs === undefined ? undefined : performance.now() + leftMs;
      place.hidden = end === undefined;
      clearInterval(clock);
      shown = undefined;
      if (end === undefined) return;
      tick();
      clock = setInterval(tick, 100);
    },
  };
}

/** A short soft tone, higher at the end. */
function beep(context: AudioContext, last: boolean): void {
  const tone = context.createOscillator();
  const loud = context.createGain();
  tone.frequency.value = last ? 880 : 587;
  loud.gain.setValueAtTime(0.12, context.currentTime);
  loud.gain.exponentialRampToValueAtTime(0.001, context.currentTime + (last ? 0.5 : 0.15));
  tone.connect(loud).connect(context.destination);
  tone.start();
  tone.stop(context.currentTime + 0.6);
}
