import * as congress from '#server/congress';
import { declare, pageLoad } from '#server/web';

export const _page = declare({ kind: 'reading', may: 'everyone' });

/** For whom each format is, in the order of how many want it. */
const formats = [
  ['ics', 'schedule.ics'],
  ['csv', 'schedule.csv'],
  ['txt', 'schedule.txt'],
  ['json', 'schedule.json'],
  ['v2', 'schedule.v2.json'],
  ['xml', 'schedule.xml'],
  ['xcal', 'schedule.xcal'],
  ['jsonld', 'schedule.jsonld'],
] as const;

export const load = pageLoad(async (ctx, event: { params: { event: string }; locals: App.Locals }) => {
  const { slug, title, release, sections, rooms } = await congress.getEvent(ctx, event.params.event);
  const link = (name: string, part = '') => `/e/${slug}/${name}?lang=${ctx.lang}${part}`;
  return {
    event: { slug, title },
    isReleased: release !== undefined,
    formats: formats.map(([id, file]) => ({ id, file, href: link(file) })),
    sections: sections.map((one) => ({
      title: one.title,
      href: link('schedule.ics', `&section=${one.slug}`),
    })),
    rooms: rooms.map((one) => ({ title: one.title, href: link('schedule.ics', `&room=${one.slug}`) })),
    api: `/api/v1/events/${slug}`,
  };
});
