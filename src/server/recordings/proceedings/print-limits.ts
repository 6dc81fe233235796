/** What one document may take to print before whoever prints it is ended. */
export interface PrintLimits {
  /** Of the data, as JSON. */
  inBytes: number;
  /** Of the file. */
  outBytes: number;
  processBytes: number;
  ms: number;
}

export const printLimits: PrintLimits = {
  inBytes: 8 * 1024 * 1024,
  outBytes: 32 * 1024 * 1024,
  processBytes: 900 * 1024 * 1024,
  ms: 60_000,
};

/** Why a document could not be printed; each has its sentence `proceedings.<name>`. Exit codes of the printing process. */
export const faults = { too_large: 3, failed: 4 } as const;
export type Fault = keyof typeof faults;
