/** The engine's release we are built and tested with. Later ones carry `replace` directives and can't be `go install`ed. */
export const engineVersion = '1.13.5';

export interface PinnedArchive {
  address: string;
  /** Hex digest of the archive; undefined: none is known to us, and then the operator must give one. */
  sha256?: string;
}

const names: Record<string, string> = { x64: 'amd64', arm64: 'arm64' };
const systems: Record<string, string> = { linux: 'linux' };

/**
 * Where the engine's archive for this machine lies. `given` is VECHE_ENGINE_ARCHIVE: an address of the operator's own,
 * which may end in `#sha256=<64 hex digits>`. Undefined when no archive is made for this system.
 */
export function pinnedArchive(
  given: string | undefined,
  platform = process.platform,
  arch = process.arch,
): PinnedArchive | undefined {
  if (given) {
    const [address, digest] = given.split('#sha256=');
    return { address: address!, sha256: digest?.toLowerCase() };
  }
  const system = systems[platform];
  const name = names[arch];
  if (!system || !name) return undefined;
  const file = `livekit_${engineVersion}_${system}_${name}.tar.gz`;
  return {
    address: `https://github.com/livekit/livekit/releases/download/v${engineVersion}/${file}`,
    sha256: digests[file],
  };
}

/** SHA-256 of the published archives, as the release's own checksums.txt gives them. */
const digests: Record<string, string | undefined> = {
  'livekit_1.13.5_linux_amd64.tar.gz': 'c020fac437b7cc9b776eef1ad5ea8af77be9acfa07602eca20a3a44930dfbc70',
  'livekit_1.13.5_linux_arm64.tar.gz': '332015305518765fe05bad74fc3a9d9583e635e7dd130de3c4fc563d69c550f3',
};
