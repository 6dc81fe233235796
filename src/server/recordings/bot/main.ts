// A process of its own: the one listener through whom everybody hears a session who has no WebRTC, and the one that records
// it. It ends with its parent.
import { mkdirSync } from 'node:fs';
import { setPriority } from 'node:os';
import { startBot, type Bot } from './run.ts';
import type { FromBot, ToBot } from './order.ts';

setPriority(2);
const tell = (told: FromBot): void => void (process.connected && process.send!(told));
let bot: Bot | undefined;
let isEnding = false;

process.on('message', (told: ToBot) => {
  if (told.type === 'begin') {
    mkdirSync(told.order.folder, { recursive: true });
    bot = startBot(told.order, tell);
  }
  if (told.type === 'news') bot?.news(told.news);
  if (told.type === 'ticket') bot?.enter(told.url, told.token);
  if (told.type === 'end') end();
});
// Its site is gone, and with it whoever would listen: what it has is closed as it should be.
process.on('disconnect', end);

function end(): void {
  if (isEnding) return;
  isEnding = true;
  const late = setTimeout(() => process.exit(1), 6000);
  late.unref();
  (bot?.end() ?? Promise.resolve()).then(
    () => process.exit(0),
    () => process.exit(1),
  );
}
