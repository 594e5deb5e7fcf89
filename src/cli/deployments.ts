// What the commands of `deploy` share.
import type { ResultOf } from '../client/client.ts';
import type { WireError } from '../core/errors.ts';
import { formatDeployment } from '../ui/deployment-tables.ts';
import { formatError } from '../ui/format-error.ts';
import type { Cli } from './cli.ts';
import { EXIT } from './exit-codes.ts';
import type { StreamEnd } from './run-stream.ts';

export type Deployment = ResultOf<'deploy-sync'>;

export const DEPLOYMENT_ARGUMENT = {
  name: 'name',
  summary: 'the deployment, as "deploy list" shows it',
  required: true,
} as const;

/** Prints one deployment, for people or as JSON. */
export function printDeployment(cli: Cli, deployment: Deployment): void {
  const { stdout } = cli.output;
  stdout.write(cli.globals.json ? `${JSON.stringify(deployment)}\n` : formatDeployment(deployment, Date.now()));
}

/** Tells how a round ended, and gives the exit code. */
export function reportRound(cli: Cli, end: StreamEnd<'deploy-sync'>): number {
  if (end.kind === 'interrupted') return end.exitCode;
  const { name, error, applied } = end.result;
  if (!error) {
    if (!cli.globals.json && !cli.globals.quiet) cli.output.stderr.write(`"${name}" runs ${applied?.commit}\n`);
    return EXIT.done;
  }
  const { code, message } = error.error;
  const isTold = end.told.some((one) => one.code === code && one.message === message);
  if (!cli.globals.json && !isTold) printError(cli, error.error);
  return EXIT.failed;
}

export function printError(cli: Cli, error: WireError): void {
  cli.output.stderr.write(formatError(error, { paint: cli.output.stderr.paint, cwd: cli.cwd }));
}
