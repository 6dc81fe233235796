import { languageNames } from '#lib/when/index.ts';
import type { RecordingView } from '#server/recordings';

/** One way a recording is played: what a bare player is given, best first. */
export interface Playing {
  /** `floor`, or the language of a booth. */
  lang: string;
  hasPicture: boolean;
  sources: { address: string; mime: string }[];
  /** A file any browser opens at a second: `#t=`. */
  file: string;
  /** The sound alone, where the picture is not a file yet. */
  sound?: string;
}

const hls = 'application/vnd.apple.mpegurl';

/** What plays when this language is asked for, or the reader's; undefined where there is nothing to play. */
export function playingOf(
  recording: RecordingView,
  asked: string | undefined,
  own: string,
): Playing | undefined {
  const { langs, raw, files, hasPicture } = recording;
  const lang = [asked, recording.lang === own ? 'floor' : own, 'floor'].find(
    (one) => one !== undefined && langs.includes(one),
  );
  if (lang === undefined) return undefined;
  const live = raw.find((one) => one.lang === lang);
  if (live) {
    const sound = { address: live.mp3, mime: 'audio/mpeg' };
    // A browser that knows no such picture takes the next source, so that its player plays the sound.
    return hasPicture
      ? {
          ...{ lang, hasPicture, sources: [{ address: live.hls, mime: hls }, sound] },
          ...{ file: live.mp3, sound: live.mp3 },
        }
      : { lang, hasPicture, sources: [sound, { address: live.hls, mime: hls }], file: live.mp3 };
  }
  const toSource = ({ address, mime }: { address: string; mime: string }) => ({ address, mime });
  const videos = [
    ...(lang === 'floor' ? files.filter((file) => file.kind === 'full') : []),
    ...files.filter((file) => file.kind === 'small' && file.lang === lang),
  ];
  const sounds = ['m4a', 'opus', 'mp3'].flatMap((end) =>
    files.filter((file) => file.kind === 'audio' && file.name === `${lang}.${end}`),
  );
  const chosen = videos.length > 0 ? videos : sounds;
  const [first] = chosen;
  return first && { lang, hasPicture: videos.length > 0, sources: chosen.map(toSource), file: first.address };
}

/** A language by its name; the floor is what was said, in whatever language that was. */
export const nameOf = (t: (key: string) => string, lang: string): string =>
  lang === 'floor' ? t('recordings.floor') : (languageNames[lang] ?? lang);

/** Megabytes with one place behind the point below ten. */
export const megabytes = (bytes: number, lang: string): string =>
  new Intl.NumberFormat(lang, { maximumFractionDigits: bytes < 10_000_000 ? 1 : 0 }).format(
    bytes / 1_000_000,
  );

/** `11 кастрычніка 2024 г.`: old recordings are of other years. */
export const dayIn = (lang: string, day: string): string =>
  new Intl.DateTimeFormat(lang, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));
