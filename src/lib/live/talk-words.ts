type Translate = (key: string, params?: Record<string, string | number>) => string;

/** The band of raised hands in words, from its lower bound. */
export const handWords = (t: Translate, band: number): string =>
  band === 0
    ? t('talk.hands_none')
    : band < 10
      ? t('talk.hands_few')
      : t('talk.hands_about', { count: String(band) });

/** What talk.js says by itself; `{n}` is filled in by it. */
export const talkWords = (t: Translate): string =>
  JSON.stringify({
    unsigned: t('live.unsigned'),
    hands_none: t('talk.hands_none'),
    hands_few: t('talk.hands_few'),
    hands_about: t('talk.hands_about', { count: '{n}' }),
    hand_up: t('talk.hand_up'),
    hand_down: t('talk.hand_down'),
    few: t('talk.reaction_few'),
    about: t('talk.reaction_about', { count: '{n}' }),
    failed: t('talk.not_sent'),
  });
