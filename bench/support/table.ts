export interface Figure {
  what: string;
  ours: string;
  /** The peer or the floor, measured in the same run, or a peer's published figure with its name. */
  beside: string;
  aim: string;
  isReached: boolean | undefined;
}

/** Prints figures as a Markdown table; what was not reached stands in bold. */
export function printFigures(title: string, figures: Figure[]): void {
  console.log(`\n### ${title} (${new Date().toISOString().slice(0, 10)})\n`);
  console.log('| what | ours | beside | aim |\n|---|---|---|---|');
  for (const { what, ours, beside, aim, isReached } of figures) {
    console.log(`| ${what} | ${isReached === false ? `**${ours}**` : ours} | ${beside} | ${aim} |`);
  }
}

export const median = (values: number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};
export const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} KB`;
