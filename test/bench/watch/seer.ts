// Runs in the container of either side: looks every two milliseconds, and writes down when it sees what was saved. The clock
// that it reads, CLOCK_MONOTONIC, is that of whoever saved it.
import { appendFileSync, readFileSync } from 'node:fs';

const COUNT = Number(process.env['COUNT']);
const LOOK_MS = 2;

let current = '';
let round = 1;
let next = 0;

setInterval(() => {
  const text = textOf('/app/current');
  if (text !== '' && text !== current) {
    current = text;
    tell(text);
  }
  while (next < COUNT && textOf(`/app/many/file-${next}`) === `round ${round}`) next++;
  if (next < COUNT) return;
  tell(`round ${round++}`);
  next = 0;
}, LOOK_MS);

function tell(text: string): void {
  appendFileSync('/seen/log', `${process.hrtime.bigint()} ${text}\n`);
}

/** Empty for what is not there. */
function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
