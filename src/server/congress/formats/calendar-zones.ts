import ICAL from 'ical.js';
import { knownZone, writeOffset, zoneClock, type WallTime } from './times.ts';

/** A component as ical.js gives it. */
export type Jcal = [name: string, properties: JcalProperty[], components: Jcal[]];
export type JcalProperty = [
  name: string,
  parameters: Record<string, unknown>,
  type: string,
  ...values: unknown[],
];

export const valueOf = ([, properties]: Jcal, name: string): unknown =>
  properties.find((property) => property[0] === name)?.[3];

/** Names that the calendars of one large maker use. */
const windows: Record<string, string> = {
  'belarus standard time': 'Europe/Minsk',
  'central european standard time': 'Europe/Warsaw',
  'central europe standard time': 'Europe/Budapest',
  'w. europe standard time': 'Europe/Berlin',
  'romance standard time': 'Europe/Paris',
  'fle standard time': 'Europe/Kyiv',
  'gtb standard time': 'Europe/Bucharest',
  'e. europe standard time': 'Europe/Chisinau',
  'russian standard time': 'Europe/Moscow',
  'gmt standard time': 'Europe/London',
  'greenwich standard time': 'Atlantic/Reykjavik',
  'georgian standard time': 'Asia/Tbilisi',
  'turkey standard time': 'Europe/Istanbul',
  'israel standard time': 'Asia/Jerusalem',
  'eastern standard time': 'America/New_York',
  'central standard time': 'America/Chicago',
  'mountain standard time': 'America/Denver',
  'pacific standard time': 'America/Los_Angeles',
  'india standard time': 'Asia/Kolkata',
  'china standard time': 'Asia/Shanghai',
  'tokyo standard time': 'Asia/Tokyo',
  utc: 'UTC',
};

/** The zone of the world behind a name in a calendar; undefined when there is none. */
export function zoneNamed(name: string): string | undefined {
  const direct =
    /\//.test(name) || /^(UTC|GMT)$/i.test(name) ? knownZone(name.replace(/^\//, '')) : undefined;
  const parts = name.split('/');
  return (
    direct ??
    knownZone(parts.slice(-3).join('/')) ??
    (parts.length > 2 ? knownZone(parts.slice(-2).join('/')) : undefined) ??
    (Object.hasOwn(windows, name.toLowerCase()) ? windows[name.toLowerCase()] : undefined)
  );
}

/** 2026-10-31T10:00:00 in a zone of a calendar → with its offset. */
export type StampIn = (wall: WallTime) => string;

/** What ical.js would follow for ever, or for years, is not followed. */
function isTame([, properties, components]: Jcal): boolean {
  if (components.length > 500 || properties.length > 50) return false;
  return components.every(([, own]) =>
    own.every(([name, , , value]) => {
      if (name !== 'rrule') return true;
      const rule = value as Record<string, unknown> | null;
      const parts = Object.keys(rule ?? {});
      return (
        rule?.freq === 'YEARLY' &&
        parts.every((part) => ['freq', 'bymonth', 'byday', 'until', 'interval'].includes(part))
      );
    }),
  );
}

/** The clocks of a calendar's own zones, by their names there. */
export function readZones(zones: readonly Jcal[]): Map<string, { zone?: string; stampOf: StampIn }> {
  const found = new Map<string, { zone?: string; stampOf: StampIn }>();
  for (const component of zones.slice(0, 500)) {
    const name = String(valueOf(component, 'tzid') ?? '');
    const zone = zoneNamed(name) ?? zoneNamed(String(valueOf(component, 'x-lic-location') ?? ''));
    if (zone) found.set(name, { zone, stampOf: zoneClock(zone).stampOf });
    else if (name && isTame(component)) {
      const own = new ICAL.Timezone({
        component: new ICAL.Component(component as unknown as unknown[]),
        tzid: name,
      });
      const stampOf = ({ date, time }: WallTime): string => {
        const at = ICAL.Time.fromDateTimeString(`${date}T${time}`);
        return `${date}T${time}${writeOffset(Math.round(own.utcOffset(at) / 60))}`;
      };
      try {
        stampOf({ date: '2026-01-01', time: '00:00:00' });
        found.set(name, { stampOf });
      } catch {
        // A zone that can't be reckoned with is one we don't know.
      }
    }
  }
  return found;
}
