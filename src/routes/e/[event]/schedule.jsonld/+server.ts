import { declare } from '#server/web';
import { sendProgramme } from '../send-programme.ts';

export const _page = declare({ kind: 'endpoint', may: 'everyone' });

export const GET = sendProgramme('jsonld');
