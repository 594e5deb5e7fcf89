// examples/watch with a daemon on another machine, which has none of the files: all that is served came through ssh.
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from 'node:test';
import { fileURLToPath } from 'node:url';
import { SshServer, sshSkipReason } from '../support/ssh-server.ts';
import { findFreePort } from '../support/test-root.ts';
import { needsEngine, Scenario } from './scenario.ts';
import { describeWatching } from './watch-cases.ts';
import { WatchedApp } from './watched-app.ts';

const PROGRAM = fileURLToPath(new URL('../../bin/dockr', import.meta.url));

describe('the example watch over ssh', { skip: needsEngine.skip || sshSkipReason() }, () => {
  describeWatching(async () => {
    const scenario = await Scenario.open();
    const folder = scenario.copyExample('watch');
    const programs = scenario.root.makeDirectory('programs');
    symlinkSync(PROGRAM, join(programs, 'dockr'));
    const { environment } = scenario.dockr;
    const server = await SshServer.start(scenario.root.makeDirectory('ssh'), {
      environment: { ...environment, PATH: `${programs}:${environment['PATH']}` },
      hidden: [folder],
    });
    const app = new WatchedApp({
      dockr: scenario.dockr,
      folder,
      port: await findFreePort(),
      options: ['-H', server.url],
      environment: { ...server.clientEnvironment, DOCKR_RUN_DIR: '/nonexistent', DOCKR_STATE_DIR: '/nonexistent' },
    });
    const close = async (): Promise<void> => {
      await server[Symbol.asyncDispose]();
      await scenario[Symbol.asyncDispose]();
    };
    return Object.assign(app, { [Symbol.asyncDispose]: close });
  });
});
