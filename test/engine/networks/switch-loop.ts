// A daemon of sorts, to be killed: restores two containers and switches between them until then.
// Arguments: the directory of the lab, and the ids.
import { join } from 'node:path';
import { Database } from '../../../src/store/database.ts';
import { openEngine } from './network-lab.ts';

const [dir = '', one = '', other = ''] = process.argv.slice(2);
const engine = openEngine(new Database(join(dir, 'dockr.db')), dir);
await engine.restore([one, other]);
console.log('restored');
let [to, from] = [one, other];
for (;;) {
  await engine.traffic.switch({ to: [to], from: [from] });
  [to, from] = [from, to];
}
