// The entry point. Imports as little as it can: `dockr --version` is over before the rest would have been read.
import { writeSync } from 'node:fs';
import { ownVersion } from './version.ts';

const words = process.argv.slice(2);

if (words.length === 1 && (words[0] === '--version' || words[0] === '-v')) {
  writeSync(1, `dockr version ${ownVersion()}\n`);
} else {
  // Not awaited: the bundle is a script, not a module. `runCli` reports every error itself.
  void import('./run-cli.ts').then(({ runCli }) => runCli(words));
}
