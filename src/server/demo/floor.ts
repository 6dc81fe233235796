import type { Ctx, Words } from '#server/kernel';
import * as live from '#server/live';

const groups: Words[] = [
  { be: 'Бібліятэкі', ru: 'Библиотеки', en: 'Libraries' },
  { be: 'Майстэрні', ru: 'Мастерские', en: 'Workshops' },
];
const names: Record<string, Words> = {
  weaver: { be: 'Кросны', ru: 'Кросна', en: 'Krosny' },
  lark: { be: 'Жаўрук', ru: 'Жаворонок', en: 'Lark' },
  swallow: { be: 'Ластаўка', ru: 'Ласточка', en: 'Swallow' },
  thrush: { be: 'Дрозд', ru: 'Дрозд', en: 'Thrush' },
  wagtail: { be: 'Пліска', ru: 'Трясогузка', en: 'Wagtail' },
};

/** The live session's list of speakers: open, one of them speaking, three waiting, each for a reason of its own. */
export async function openList(ctx: Ctx, sessionId: string, now: Date): Promise<void> {
  /** The same system some minutes ago, so that there are times to draw. */
  const ago = (seconds: number): Ctx => ({ ...ctx, now: () => new Date(now.getTime() - seconds * 1000) });
  const seen = async (): Promise<live.FloorView> => live.getFloor(ctx, sessionId);
  const group = (index: number): string => groups[index]![ctx.lang] ?? '';
  const add = async (who: string, kind: string, of?: number): Promise<void> => {
    const { version } = await seen();
    const shownAs = names[who]![ctx.lang];
    const wish = { version, shownAs, kind, ...(of === undefined ? {} : { group: group(of) }) };
    await live.addToFloor(ctx, sessionId, live.addInput.parse(wish));
  };
  const call = async (at: Ctx): Promise<void> => {
    const { version, waiting } = await seen();
    await live.callSpeaker(at, sessionId, { version, entry: waiting[0]!.id });
  };
  await live.openFloor(ctx, sessionId, { version: 0, open: 'yes' });
  const terms = {
    version: 1,
    kinds: ['contribution', 'for', 'against', 'reply', 'question', 'point'],
    rules: ['first_time', 'alternate_sides', 'alternate_groups'],
    groups: [group(0), group(1)].join('\n'),
    speechSeconds: 180,
    shortSeconds: 60,
    pointsWhenClosed: 'yes',
  };
  await live.setTerms(ctx, sessionId, live.termsInput.parse(terms));
  await add('weaver', 'contribution');
  await call(ago(600));
  await add('lark', 'for', 0);
  await call(ago(330));
  await add('thrush', 'against', 1);
  await call(ago(35));
  await add('lark', 'for', 0);
  await add('wagtail', 'question', 1);
  await add('swallow', 'reply', 0);
}
