// The shown questions on a page that follows nothing else for its readers, such as backstage.
import { followQuestions } from '../live/question-list.ts';

const list = document.querySelector<HTMLElement>('[data-live-questions]');
const words = document.querySelector<HTMLElement>('[data-live-words]')?.dataset.liveWords ?? '{}';
if (list) followQuestions(list, JSON.parse(words) as Record<string, string>);
