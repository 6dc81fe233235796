/** Listeners are never counted before others' eyes: only the lower bound of a band is kept and shown. */
const bands = [0, 1, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000] as const;

export const bandOf = (count: number): number => bands.findLast((least) => count >= least) ?? 0;
