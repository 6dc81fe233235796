/** Of every recorded statement's picture: pixels, and frames a second. */
export const recordingSize = { width: 640, height: 360, rate: 15 } as const;

/** What the site tells the playing process; the recording itself comes on its standard input. */
export interface PlayOrder {
  url: string;
  token: string;
  hasPicture: boolean;
  ffmpeg: string;
}
