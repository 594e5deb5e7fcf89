// Every command by name, with how to read it. Reading one does not read the others.
import type { Command, CommandTable } from './command.ts';

const LOADERS: Readonly<Record<string, () => Promise<{ readonly command: Command }>>> = {
  up: () => import('./commands/up.ts'),
  plan: () => import('./commands/plan.ts'),
  watch: () => import('./commands/watch.ts'),
  down: () => import('./commands/down.ts'),
  apply: () => import('./commands/apply.ts'),
  explain: () => import('./commands/explain.ts'),
  drift: () => import('./commands/drift.ts'),
  history: () => import('./commands/history.ts'),
  diff: () => import('./commands/diff.ts'),
  rollback: () => import('./commands/rollback.ts'),
  promote: () => import('./commands/promote.ts'),
  ps: () => import('./commands/ps.ts'),
  ls: () => import('./commands/ls.ts'),
  logs: () => import('./commands/logs.ts'),
  exec: () => import('./commands/exec.ts'),
  run: () => import('./commands/run.ts'),
  start: () => import('./commands/start.ts'),
  stop: () => import('./commands/stop.ts'),
  restart: () => import('./commands/restart.ts'),
  kill: () => import('./commands/kill.ts'),
  rm: () => import('./commands/rm.ts'),
  build: () => import('./commands/build.ts'),
  pull: () => import('./commands/pull.ts'),
  images: () => import('./commands/images.ts'),
  rmi: () => import('./commands/rmi.ts'),
  'volume ls': () => import('./commands/volume-ls.ts'),
  'volume rm': () => import('./commands/volume-rm.ts'),
  'network ls': () => import('./commands/network-ls.ts'),
  'network rm': () => import('./commands/network-rm.ts'),
  'deploy add': () => import('./commands/deploy-add.ts'),
  'deploy list': () => import('./commands/deploy-list.ts'),
  'deploy show': () => import('./commands/deploy-show.ts'),
  'deploy sync': () => import('./commands/deploy-sync.ts'),
  'deploy suspend': () => import('./commands/deploy-suspend.ts'),
  'deploy resume': () => import('./commands/deploy-resume.ts'),
  'deploy rm': () => import('./commands/deploy-rm.ts'),
  config: () => import('./commands/config.ts'),
  inspect: () => import('./commands/inspect.ts'),
  port: () => import('./commands/port.ts'),
  wait: () => import('./commands/wait.ts'),
  events: () => import('./commands/events.ts'),
  info: () => import('./commands/info.ts'),
  doctor: () => import('./commands/doctor.ts'),
  daemon: () => import('./commands/daemon.ts'),
  'daemon stop': () => import('./commands/daemon-stop.ts'),
  version: () => import('./commands/version.ts'),
  completion: () => import('./commands/completion.ts'),
  help: () => import('./commands/help.ts'),
};

export const COMMANDS: CommandTable = {
  names: Object.keys(LOADERS),
  aliases: { volumes: 'volume ls', networks: 'network ls', convert: 'config' },
  load: async (name) => {
    const loader = LOADERS[name];
    if (!loader) throw new Error(`no command "${name}"`);
    return (await loader()).command;
  },
};
