type Translate = (key: string, params?: Record<string, unknown>) => string;

const pickWords = (t: Translate, prefix: string, keys: readonly string[]): Record<string, string> =>
  Object.fromEntries(keys.map((key) => [key, t(`${prefix}.${key}`)]));

/** What listen.js says by itself; `{n}` is filled in by it. */
export const listenWords = (t: Translate): string =>
  JSON.stringify({
    band_none: t('live.band.none'),
    band_few: t('live.band.few'),
    band_about: t('live.band.about', { count: '{n}' }),
    muted: t('live.muted'),
    unsigned: t('live.unsigned'),
    answered: t('live.answered'),
    pinned: t('questions.pinned'),
    votes: t('questions.votes', { count: '{n}' }),
    ...Object.fromEntries(
      ['announced', 'soon', 'live', 'over'].map((state) => [`state_${state}`, t(`live.state.${state}`)]),
    ),
  });

export const stageWords = (t: Translate): string =>
  JSON.stringify(
    pickWords(t, 'live.stage', [
      'connecting',
      'connected',
      'waiting',
      'reconnecting',
      'failed',
      'ended',
      'no_webrtc',
    ]),
  );

export const backstageWords = (t: Translate): string =>
  JSON.stringify({
    ...pickWords(t, 'live.backstage', [
      'you_backstage',
      'you_stage',
      'you_muted',
      'no_device',
      'camera_on',
      'camera_off',
      'mic_on',
      'mic_off',
      'host_silent',
      'you_hall',
      'no_mask',
      'talk',
      'talk_off',
      'talkers',
      'alone',
      'screen_on',
      'screen_off',
    ]),
    ...pickWords(t, 'live.stage', ['reconnecting', 'failed', 'ended']),
  });

/** The band of listeners in words, from its lower bound. */
export const bandWords = (t: Translate, band: number): string =>
  band === 0
    ? t('live.band.none')
    : band < 10
      ? t('live.band.few')
      : t('live.band.about', { count: String(band) });

/** Lines for a reader of `lang`: their own language where the same is said in several, otherwise what there is. */
export function linesFor<L extends { lang: string; kind: string }>(lines: readonly L[], lang: string): L[] {
  const hasOwn = lines.some((line) => line.kind === 'caption' && line.lang === lang);
  return hasOwn ? lines.filter((line) => line.lang === lang || line.kind === 'announcement') : [...lines];
}
