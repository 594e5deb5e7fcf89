import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { NO_PLAN_OPTIONS } from '../stack-request.ts';
import { untilInterrupted } from '../until-interrupted.ts';
import { watchProject } from '../watch-project.ts';

export const command = defineCommand({
  name: 'watch',
  summary: 'Bring the stack up, and again whenever a file that it is made of changes',
  details:
    'Followed are the stack files, .env and env files, secrets and configs, Dockerfiles and build contexts without what .dockerignore leaves out. A service with "develop.watch" says itself which files are brought into its containers and which are a reason to build. Ctrl-C ends the watching; the containers run on.',
  arguments: [
    { name: 'service', summary: 'only these services and what they depend on', variadic: true, completes: 'service' },
  ],
  options: {
    'no-up': { kind: 'flag', summary: 'Do not bring the stack up before the first change' },
    'no-deps': { kind: 'flag', summary: 'Leave the services alone that the named ones depend on' },
    'remove-orphans': { kind: 'flag', summary: 'Remove containers of services that the file no longer has' },
  },
  examples: [
    { line: 'dockr watch', says: 'the stack of this directory follows its files' },
    { line: 'dockr watch --no-up --json', says: 'one JSON value an event, from the first change on' },
  ],
  run: async (cli, { options: { 'no-up': noUp, ...options }, operands }) => {
    const client = await cli.connect();
    const project = {
      services: operands,
      options: { ...NO_PLAN_OPTIONS, ...options },
      begin: noUp ? 'wait' : 'up',
    } as const;
    const end = await untilInterrupted(cli, (signal) => watchProject(cli, client, { ...project, signal }));
    return end.kind === 'interrupted' ? end.exitCode : EXIT.done;
  },
});
