export interface SlideFile {
  bytes: Buffer;
  type: string;
  isPublic: boolean;
}

/** A file that has another address when it is another one. Shared caches may keep it as long as nobody minds. */
export const slideHeaders = ({ type, isPublic }: SlideFile): Record<string, string> => ({
  'content-type': type,
  'cache-control': isPublic ? 'public, max-age=86400, immutable' : 'private, no-store',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex',
});
