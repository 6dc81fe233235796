import { z } from 'zod';

/** Numbered fields of a form, `links.0.url`, arrive as an object with numbers for names: here it becomes a list. */
export const withLinks = <S extends z.ZodType>(schema: S) =>
  z.preprocess((given) => {
    if (typeof given !== 'object' || given === null) return given;
    const links = (given as Record<string, unknown>).links;
    return {
      ...given,
      ...(typeof links === 'object' && links !== null ? { links: Object.values(links) } : {}),
    };
  }, schema);

export const nothing = z.object({});
