// node test/simulation/run-seed.ts FIRST [COUNT]: for whoever looks for something. Tells all of the first history that breaks
// a rule, a line of each other one, and how often things came up.
import { Coverage } from './coverage.ts';
import { describeVerdict, simulateSeed } from './simulate-history.ts';

const [first = '1', count = '1'] = process.argv.slice(2);
const coverage = new Coverage();
const started = process.hrtime.bigint();
let broken = 0;
for (let seed = Number(first); seed < Number(first) + Number(count); seed++) {
  const verdict = await simulateSeed(seed, coverage);
  if (verdict.violations.length === 0 && count !== '1') continue;
  broken++;
  console.log(broken === 1 ? describeVerdict(verdict) : `${seed} ${verdict.violations[0]?.slice(0, 250)}`);
}
const seconds = Number(process.hrtime.bigint() - started) / 1e9;
const { user } = process.cpuUsage();
console.log(
  `${count} in ${seconds.toFixed(1)} s (${(user / 1e6).toFixed(1)} s of processor), ${broken} with violations`,
);
if (count !== '1') console.log(Object.fromEntries([...coverage.counts].sort()));
