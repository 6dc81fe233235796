import { z } from 'zod';

/**
 * One piece of text as people write it: no control characters (which cost six bytes each in a frame), no halves of
 * characters, no direction that turns what stands after it. Refuses what is longer than `most`.
 */
export const plainLine = (most: number, tooLong?: string) =>
  z
    .string()
    .max(most * 4, tooLong)
    .transform((text) =>
      text
        .toWellFormed()
        .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufeff]/g, '')
        .replace(/[\t\n ]+/g, ' ')
        .trim(),
    )
    .pipe(z.string().max(most, tooLong));
