import { declare } from '#server/web';
import { answerApi } from '../../../answer.ts';

export const _page = declare({ kind: 'endpoint', may: 'everyone' });

export const GET = answerApi('releases');
