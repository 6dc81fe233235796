import type { Ctx } from '#server/kernel';
import { formOf } from '#lib/editor/words.ts';
import { clashKinds } from '#lib/clashes/plan.ts';
import { sessionKinds } from '#server/congress';

/** Words that the editor's script fills in itself: what is in braces stays as it is. */
const plain = [
  'all_days',
  'no_room',
  'no_time',
  'picked_up',
  'picked_up_block',
  'put_down',
  'moved',
  'resized',
  'unscheduled',
  'swapped',
  'swap_choose',
  'swap_nothing',
  'cancelled',
  'nothing_undo',
  'nothing_redo',
  'undone',
  'redone',
  'overtaken',
  'removed_by_other',
  'by_other',
  'saved',
  'away',
  'signed_out',
  'marked',
  'unmarked',
  'copied_none',
  'no_break',
  'edge',
  'place_is',
  'no_clashes',
  'pick_up',
  'drop',
  'cancel',
  'longer',
  'shorter',
  'swap',
  'take_out',
  'copy_break',
  'mark',
  'unmark',
  'mark_day',
  'where',
  'where_none',
  'where_soon',
  'open_form',
  'where_free',
  'accepted',
  'try_again',
  'nothing_found',
  'next_day',
  'cancelled_session',
  'draft_session',
  'hold_help',
  'everything_placed',
  'minutes',
] as const;
/** Counted: one text for each form of a number. */
const counted = [
  'clashes',
  'saving',
  'shown',
  'marks',
  'copied',
  'block',
  'unplaced_count',
  'by_others',
] as const;
const samples = [1, 2, 5];

export function editorWords({ t, lang }: Ctx): Record<string, string> {
  const words: Record<string, string> = {};
  const slots = Object.fromEntries(
    [
      'title',
      'room',
      'time',
      'minutes',
      'other',
      'who',
      'language',
      'amount',
      'reason',
      'clashes',
      'day',
    ].map((name) => [name, `{${name}}`]),
  );
  for (const name of plain) words[name] = t(`editor.${name}`, slots);
  for (const kind of clashKinds) words[`clash_${kind}`] = t(`editor.clash.${kind}`, slots);
  for (const kind of sessionKinds) words[`kind_${kind}`] = t(`desk.session_kind.${kind}`);
  for (const name of counted)
    for (const count of samples)
      words[`${name}_${formOf(lang, count)}`] = t(`editor.${name}`, { count }).replace(
        String(count),
        '{count}',
      );
  return words;
}
