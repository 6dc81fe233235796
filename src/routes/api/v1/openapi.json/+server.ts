import { declare } from '#server/web';
import { answerDescription } from '../answer.ts';

export const _page = declare({ kind: 'endpoint', may: 'everyone' });

export const GET = answerDescription;
