/** A small frab file for tests. Days are 31 October and 1 November 2026, in Vilnius. */
export function writeXml(
  sessions: {
    id: string;
    title: string;
    start: string;
    date?: string;
    duration?: string;
    people?: string[];
    room?: string;
    track?: string;
    day?: 1 | 2;
  }[],
  zone = 'Europe/Vilnius',
  dates: [string, string] = ['2026-10-31', '2026-11-01'],
): Buffer {
  const event = (
    one: (typeof sessions)[number],
  ): string => `<event id="${one.id}" guid="00000000-0000-4000-8000-${one.id.padStart(12, '0')}">
    ${one.date ? `<date>${one.date}</date>` : ''}<start>${one.start}</start><duration>${one.duration ?? '00:30'}</duration>
    <room>${one.room ?? 'Hall'}</room><title>${one.title.replace(/&/g, '&amp;').replace(/</g, '&lt;')}</title><track>${one.track ?? 'Rights'}</track><language>be</language>
    <persons>${(one.people ?? []).map((name) => `<person guid="${name}">${name}</person>`).join('')}</persons></event>`;
  const day = (number: 1 | 2): string => {
    const own = sessions.filter((one) => (one.day ?? 1) === number);
    const rooms = Map.groupBy(own, (one) => one.room ?? 'Hall');
    return `<day index="${number}" date="${dates[number - 1]}">${[...rooms].map(([name, list]) => `<room name="${name}">${list.map(event).join('')}</room>`).join('')}</day>`;
  };
  return Buffer.from(`<?xml version="1.0" encoding="UTF-8"?><schedule><version>1</version><conference>
    <title>Small</title><acronym>small</acronym><start>${dates[0]}</start><end>${dates[1]}</end><days>2</days>
    <time_zone_name>${zone}</time_zone_name></conference>${day(1)}${day(2)}</schedule>`);
}
