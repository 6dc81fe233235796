import type { Actions } from './actions.ts';
import type { Clashing } from './clashing.ts';
import { spotOf, type Desk, type Told } from './desk.ts';
import type { History } from './history.ts';
import type { Hold } from './hold.ts';
import type { Plane } from './plane.ts';
import type { Saving } from './saving.ts';
import type { Words } from './words.ts';

export interface ToldPlaces {
  readonly desk: Desk;
  readonly plane: Plane;
  readonly hold: Hold;
  readonly actions: Actions;
  readonly saving: Saving;
  readonly clashing: Clashing;
  readonly history: History;
  readonly words: Words;
  readonly marks: Set<string>;
  say(text: string): void;
  /** Days, rooms, sections or anything else may be otherwise. */
  frameChanged(): void;
  /** Lists, buttons and the card have to be shown anew. */
  changed(): void;
  replan(): void;
}

/** What the desk tells, whoever did it: shown on the plane, and said aloud when it was a colleague. */
export function makeTold(places: ToldPlaces): Told {
  const { clashing, history, words, marks, say } = places;
  const titleOf = (id: string | undefined): string => places.desk.get(id ?? '')?.title ?? '';
  return {
    changed: (ids) => {
      if (!ids) {
        places.frameChanged();
        return places.changed();
      }
      const touched = new Set(ids);
      for (const id of ids) {
        const session = places.desk.get(id);
        const spot = session ? spotOf(session) : { from: null, room: null, minutes: 0 };
        for (const one of clashing.place(id, spot)) touched.add(one);
        if (!session) marks.delete(id);
      }
      places.plane.refresh(touched);
      places.changed();
    },
    moved: (ids) => {
      const { hold, desk } = places;
      const { held } = hold;
      if (held && ids.includes(held.id)) {
        hold.cancel();
        say(words('by_other', { title: titleOf(held.id) }));
        return;
      }
      const first = ids[0]!;
      if (ids.length > 1) return say(words.count('by_others', ids.length));
      const session = desk.get(first);
      say(
        session
          ? `${words('by_other', { title: session.title })} ${places.actions.tell(first, spotOf(session))}`
          : words('removed_by_other', { title: '' }),
      );
    },
    lost: (deed, text, ids) => {
      history.forget(deed);
      places.saving.trouble(text || words('overtaken', { title: titleOf(ids[0]) }));
      places.changed();
    },
    copied: (deed, made) => {
      if (deed.kind !== 'copy') return;
      if (made.length === 0) {
        history.forget(deed);
        say(words('copied_none'));
      } else {
        history.replace(deed, { ...deed, made });
        say(words.count('copied', made.length));
      }
      places.saving.showBack();
    },
    state: (state, waiting) => places.saving.state(state, waiting),
    replan: () => places.replan(),
  };
}
