import { declare } from '#server/web';
import { answerAct, answerNow } from '../../../meeting-acts.ts';
import { closedOf } from '../closed-of.ts';

export const _page = declare({ kind: 'endpoint', may: 'everyone' });

export const GET = (event) => answerNow(event, closedOf);
export const POST = (event) => answerAct(event, closedOf);
