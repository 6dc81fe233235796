import { declare } from '#server/web';
import { answerAct, answerNow } from '../../../../../meeting-acts.ts';
import { tableOf } from '../table-of.ts';

export const _page = declare({ kind: 'endpoint', may: 'everyone' });

export const GET = (event) => answerNow(event, tableOf);
export const POST = (event) => answerAct(event, tableOf);
