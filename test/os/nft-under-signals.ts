// Changes rules on a pool thread, then on the main one, in the network namespace that it was started in, while one SIGCHLD after
// the other comes to these. Ends with an error at the first change that fails.
import { readdirSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { Worker } from 'node:worker_threads';
import { libcFunction } from '../../src/os/libc.ts';
import { Nftables } from '../../src/os/nftables.ts';
import { keepSignalsFromPool } from '../../src/os/signal-mask.ts';

const ROUNDS = 300;
const AT_ONCE = 2000;
const TGKILL = 'int tgkill(int, int, int)';
const tgkill = libcFunction(TGKILL);
/** To the main thread alone. */
const SENDER = `
  const { workerData: { pid, signal } } = require('node:worker_threads');
  const tgkill = require('koffi').load('libc.so.6').func('${TGKILL}');
  for (;;) tgkill(pid, pid, signal);
`;

keepSignalsFromPool();
let heard = 0;
process.on('SIGCHLD', () => heard++);
using nft = new Nftables();
nft.run('add table inet signals');
await nft.runAsync('add chain inet signals first');

const workers = readdirSync('/proc/self/task')
  .filter((task) => readFileSync(`/proc/self/task/${task}/comm`, 'utf8').startsWith('libuv-worker'))
  .map(Number);
if (workers.length === 0) throw new Error('there is no pool');
for (let round = 0; round < ROUNDS; round++) {
  let isDone = false;
  const change = nft.runAsync(`add chain inet signals pool${round}`).finally(() => {
    isDone = true;
  });
  while (!isDone) {
    for (let i = 0; i < AT_ONCE; i++)
      for (const worker of workers) tgkill(process.pid, worker, constants.signals.SIGCHLD);
    await new Promise((resolve) => setImmediate(resolve));
  }
  await change;
}

const sender = new Worker(SENDER, { eval: true, workerData: { pid: process.pid, signal: constants.signals.SIGCHLD } });
try {
  heard = 0;
  for (let round = 0; round < ROUNDS || heard < ROUNDS; round++) {
    nft.run(`add chain inet signals main${round}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
} finally {
  await sender.terminate();
}
