/**
 * What to do about node_modules.
 *
 * - `wanted`: hash of package-lock.json; `stamp`: the one that was installed last by us, if any
 * - `lock`: package-lock.json; `installed`: node_modules/.package-lock.json, npm's own list of what is there
 *
 * 'keep'     nothing to do
 * 'stamp'    somebody ran npm themselves and all that is needed is there: only remember it
 * 'runtime'  install without what only developers need
 * 'all'      install with it, because it is there already and would otherwise be taken away
 */
export function decideInstall({ wanted, stamp, lock, installed }) {
  if (!installed) return 'runtime';
  if (stamp === wanted) return 'keep';
  if (holdsAllNeeded(lock, installed)) return 'stamp';
  return holdsDeveloperPackages(lock, installed) ? 'all' : 'runtime';
}

function packagesOf(file) {
  return Object.entries(file.packages ?? {}).filter(([path]) => path !== '');
}

const mayBeAbsent = ['dev', 'optional', 'devOptional', 'peer', 'link', 'extraneous'];

function holdsAllNeeded(lock, installed) {
  return packagesOf(lock).every(([path, entry]) => {
    const there = installed.packages?.[path];
    // What may be absent: other platforms' packages, and those of developers. One that is there must be the right one.
    if (!there) return mayBeAbsent.some((flag) => entry[flag]);
    return there.version === entry.version && there.integrity === entry.integrity;
  });
}

function holdsDeveloperPackages(lock, installed) {
  const dev = packagesOf(lock).filter(([, entry]) => entry.dev);
  return dev.some(([path]) => installed.packages?.[path]);
}

/** 'keep' or 'build': `made` is what the last finished build was made from. */
export function decideBuild({ wanted, made, complete }) {
  return complete && made === wanted ? 'keep' : 'build';
}

/** Undefined when this Node can run the launcher; else what to do. */
export function nodeProblem(version) {
  const major = Number(version.split('.')[0]);
  if (major >= 20) return undefined;
  return `Veche needs Node 20 or newer to start; this is Node ${version}. Install a newer one (https://nodejs.org) and start again.`;
}

/** Node 24 runs the program's TypeScript as it is. */
export function canRunVeche(version) {
  return Number(version.split('.')[0]) >= 24;
}
