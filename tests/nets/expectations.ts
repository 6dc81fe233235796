import type { RoleName } from './cast.ts';
import type { Route } from './routes.ts';
import type { State, Things } from './things.ts';

/** What a role must get: the status, and for a redirect where it must lead. */
export interface Expected {
  status: number[];
  to?: RegExp;
}

const signIn: Expected = { status: [303], to: /^\/be\/sign-in/ };
const absent: Expected = { status: [404] };
const fine: Expected = { status: [200] };

/** Who works on which event. */
export function worksOn(role: RoleName, event: string, own: string): boolean {
  if (role === 'organiser') return event !== 'gone-event' && event !== 'no-such-event';
  return (role === 'programme_editor' && event === own) || (role === 'stranger' && event === 'other');
}

/** Which thing stands in `[id]`, by the folder it is in. */
export function idOf(route: Route, things: Things): string {
  if (route.id.includes('/speakers/') || route.id.includes('/p/')) return things.speaker;
  if (route.id.includes('/rooms/')) return things.room;
  if (route.id.includes('/sections/')) return things.sectionId;
  if (route.id.includes('/pages/')) return things.page;
  // Of the site, not of an event: the demo's own.
  if (route.id.includes('/series/')) return things.series ?? 'nonsense0nonsense0';
  if (route.id.includes('/crew/')) return things.crew ?? 'nonsense0nonsense0';
  if (/\/(r|recordings)\/\[id\]/.test(route.id)) return things.recording ?? 'nonsense0nonsense0';
  return things.session;
}

/** Backstage opens to whoever has a seat in the hall, too; nobody in the cast has one. */
export const mayOf = (route: Route): Route['may'] =>
  route.id.includes('s/[id]/backstage') ? 'speaker' : route.may;

/**
 * Whether somebody runs or is heard in a session of this state by a role of theirs; of an organiser and a speaker the
 * callers know more. A moderator runs every session of the event, and does not chair it: who speaks, which page of
 * whose slides is shown and what came of it is not theirs to say.
 */
export const moderates = (route: Route, role: RoleName, state: State): boolean =>
  role === 'moderator' &&
  // Of the event, and so of what of it is not public yet.
  (state === 'own' || (state === 'unpublished' && route.kind === 'endpoint')) &&
  ['speaker', 'host'].includes(mayOf(route)) &&
  !/s\/\[id\]\/(chair|slides|outcome)/.test(route.id);

/**
 * What opening a route must answer, from what it declares, who asks, and the state of the thing. A desk's page of a thing keeps
 * to the event in its address; `event` is that one.
 */
export function expectedOf(route: Route, role: RoleName, state: State, event: string, own: string): Expected {
  const isGuest = role === 'guest';
  const isThing = route.params.includes('id');
  const isPublic = state === 'own' || state === 'other';
  switch (mayOf(route)) {
    case 'development':
      return absent;
    case 'everyone':
      // The demo's session is on: what it leaves is put together when it is over.
      if (/s\/\[id\]\/proceedings/.test(route.id) && state === 'own') return absent;
      // A picture or a file has a random name that no other thing leads to.
      if (route.params.includes('name') || route.params.includes('file')) return absent;
      // Only the demo's event has an old recording.
      if (route.id.endsWith('/r/[id]')) return state === 'own' ? fine : absent;
      if (route.id.endsWith('account/exit')) return { status: [303], to: /^\/be$/ };
      if (/sign-in(\/passkey)?$/.test(route.id))
        return isGuest ? fine : { status: [303], to: /^\/be\/account/ };
      if (route.params.includes('token')) return state === 'nonsense' ? absent : fine;
      if (['slug', 'poll', 'table', 'meeting'].some((param) => route.params.includes(param)))
        return state === 'own' ? fine : absent;
      return isPublic || route.params.every((param) => param === 'lang') ? fine : absent;
    case 'person':
      // A session that is not public says so before it asks who one is.
      if (route.id.endsWith('s/[id]/consent') && !isPublic) return absent;
      if (isGuest) return signIn;
      // Nobody in the cast has accepted a profile or a place in a crew.
      if (route.params.includes('speaker')) return absent;
      if (route.params.includes('crew')) return absent;
      return !route.id.endsWith('persona') || isPublic ? fine : absent;
    case 'organiser':
    case 'programme_editor': {
      if (isGuest) return signIn;
      if (!route.params.includes('event')) {
        const may =
          role === 'organiser' ||
          (route.may === 'programme_editor' && (role === 'programme_editor' || role === 'stranger'));
        return may && (!isThing || state === 'own') ? fine : absent;
      }
      if (!worksOn(role, event, own)) return absent;
      if (route.id.includes('/recordings/[id]') && state !== 'own') return absent;
      return isThing && (state === 'deleted' || state === 'nonsense') ? absent : fine;
    }
    case 'interpreter':
    case 'captioner': {
      // Of a booth and of captions an endpoint says who may before it says what is there.
      const isBooth = route.params.includes('language') && route.may === 'interpreter';
      if (route.kind === 'endpoint' && isGuest) return { status: [401] };
      const keeps = role === 'organiser' || (role === 'stranger' && state === 'other');
      if (!isPublic)
        return route.kind === 'endpoint' && !(keeps && state === 'unpublished')
          ? { status: [403] }
          : route.kind === 'endpoint' && !isBooth
            ? fine
            : absent;
      if (isGuest) return signIn;
      // A speaker or a moderator sees which languages there are, and works in none.
      if ((role === 'speaker' || role === 'moderator') && state === 'own' && route.id.endsWith('/languages'))
        return fine;
      if (!keeps) return { status: [403] };
      return isBooth && state === 'other' ? absent : fine;
    }
    case 'speaker':
    case 'host': {
      if (route.id.includes('/r/[id]')) {
        if (isGuest) return signIn;
        if (state !== 'own') return absent;
        return role === 'organiser' || moderates(route, role, state) ? fine : { status: [403] };
      }
      // An endpoint refuses the same way whether the session exists or not; an organiser may prepare one that is not public yet.
      if (!isPublic && route.kind === 'endpoint')
        return {
          status: isGuest
            ? [401]
            : (role === 'organiser' && state === 'unpublished') || moderates(route, role, state)
              ? [200]
              : [403],
        };
      if (!isPublic) return absent;
      if (isGuest) return route.kind === 'endpoint' ? { status: [401] } : signIn;
      const may =
        role === 'organiser' ||
        moderates(route, role, state) ||
        (role === 'stranger' && state === 'other') ||
        (role === 'speaker' && state === 'own' && mayOf(route) === 'speaker');
      return may ? fine : { status: [403] };
    }
    default:
      throw new Error(`nobody said what '${route.may}' may open (${route.id})`);
  }
}
