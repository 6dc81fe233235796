import { declare } from '#server/web';
import { answerDescription, answerPreflight } from '../answer.ts';

export const _page = declare({ kind: 'endpoint', may: 'everyone' });

export const GET = answerDescription;
export const OPTIONS = answerPreflight;
