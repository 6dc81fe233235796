import { z } from 'zod';
import * as registration from '#server/registration';
import { refuse, type Ctx } from '#server/kernel';
import { declare, formAction, pageLoad } from '#server/web';
import { inWords } from '../certificate/in-words.ts';

export const _page = declare({ kind: 'working', may: 'everyone' });

export const load = pageLoad(async () => ({}));

/** Far above any certificate. */
const mostBytes = 200_000;
const input = z.object({
  text: z.string().max(mostBytes).default(''),
  file: z.custom<File>((value) => typeof value === 'string' || value instanceof File).optional(),
});

export const actions = {
  default: formAction(
    input,
    async (ctx: Ctx, { text, file }) => {
      const given = text.trim() || (await textOf(file));
      if (!given) throw refuse('invalid', 'registration.nothing_to_verify');
      const certificate = await registration.verifyCertificate(ctx, given);
      return { shown: inWords(ctx.lang, certificate) };
    },
    { guest: true, repeatable: true },
  ),
};

async function textOf(file: File | string | undefined): Promise<string> {
  if (!file || typeof file === 'string' || file.size === 0) return '';
  if (file.size > mostBytes) throw refuse('invalid', 'registration.bad_certificate');
  return (await file.text()).trim();
}
