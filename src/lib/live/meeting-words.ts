type Translate = (key: string, params?: Record<string, unknown>) => string;

const own = [
  'me',
  'looking',
  'alone',
  'connected',
  'failed',
  'ended',
  'no_device',
  'camera_on',
  'camera_off',
  'microphone_on',
  'microphone_off',
  'secrecy_idle',
  'secrecy_on',
  'secrecy_off',
  'floor_yours',
];

/** What meeting.js says by itself; `{n}`, `{m}`, `{name}` and `{names}` are filled in by it. */
export const meetingWords = (t: Translate): string =>
  JSON.stringify({
    ...Object.fromEntries(own.map((key) => [key, t(`meetings.${key}`)])),
    secrecy_wrong: t('meetings.secrecy_wrong', { names: '{names}' }),
    taken: t('meetings.taken', { n: '{n}', m: '{m}' }),
    room: t('meetings.room', { n: '{n}' }),
    sent: t('meetings.sent', { n: '{n}' }),
    floor_of: t('meetings.floor_of', { name: '{name}' }),
    connecting: t('live.stage.connecting'),
    reconnecting: t('live.stage.reconnecting'),
  });
