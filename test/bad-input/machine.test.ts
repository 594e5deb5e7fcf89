import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { runAsNobody } from '../support/as-nobody.ts';
import type { Ended } from '../support/dockr.ts';
import { isAlive } from '../support/is-alive.ts';
import { waitFor } from '../support/wait-for.ts';
import { checkFailure, Rig, rigSkipReason } from './rig.ts';

const PROGRAM = fileURLToPath(new URL('../../bin/dockr', import.meta.url));
/** What the launcher and the daemon's supervisor are made of. */
const SHELL_PROGRAMS = ['sh', 'date', 'sleep', 'readlink'];

describe('machines that lack something', { skip: rigSkipReason() }, () => {
  let rig: Rig;
  let stack: string;
  before(async () => {
    rig = await Rig.start();
    stack = rig.webStack('lacking', 'sleep 1000');
  });
  after(() => rig[Symbol.asyncDispose]());

  const ends = async (): Promise<void> => {
    await rig.dockr.ok(['daemon', 'stop']);
  };

  test('without root and without a daemon, it is told who can start one', () => {
    const failure = {
      exitCode: 1,
      codes: ['not-root'],
      says: ['only root can start one', 'hint: run this command once as root'],
    };
    checkFailure(runAsNobody(rig.dockr, ['up', '-d', '-f', stack]), failure);
    checkFailure(runAsNobody(rig.dockr, ['ps']), failure);
    checkFailure(runAsNobody(rig.dockr, ['daemon']), { exitCode: 78, codes: ['not-root'] });
    assert.equal(rig.dockr.daemonPid(), null);
  });

  test('without root and with a daemon, it is told how to be let in', async () => {
    await rig.dockr.ok(['ps']);
    const says = ["not allowed to connect to the daemon's socket", 'add your user to the group "dockr"'];
    const failure = { exitCode: 1, codes: ['socket-not-permitted'], says };
    checkFailure(runAsNobody(rig.dockr, ['up', '-d', '-f', stack]), failure);
    checkFailure(runAsNobody(rig.dockr, ['run', '--rm', rig.image, 'true']), { ...failure, exitCode: 125 });
    await ends();
  });

  for (const { lacks, has, code, message, install } of [
    { lacks: 'crun and runc', has: [], code: 'no-runtime', message: 'cannot find crun or runc', install: 'crun' },
    { lacks: 'conmon', has: ['crun', 'runc'], code: 'no-conmon', message: 'cannot find conmon', install: 'conmon' },
  ]) {
    test(`without ${lacks} the daemon does not start, and what to install is told`, async () => {
      const options = {
        environment: { PATH: linkPrograms(rig.root.makeDirectory(code), [...SHELL_PROGRAMS, ...has]) },
      };
      const ended = await rig.dockr.run(['up', '-d', '-f', stack], options);
      checkFailure(ended, { exitCode: 1, codes: [code], says: [message, `hint: apt-get install ${install}`] });
      assert.equal(rig.dockr.daemonPid(), null);
      checkFailure(await rig.dockr.run(['doctor'], options), { exitCode: 1, codes: [code] });
    });
  }

  test('without a network a pull says that there is none, and what is here works on', async () => {
    // The daemon is started in a network namespace of its own, in which there is not even a loopback address.
    const offline = (words: readonly string[]) => runWith('unshare', ['--net', PROGRAM, ...words], rig);
    const says = [/no route leads there|cannot be looked up now|no host of that name/];
    const failure = { exitCode: 1, codes: ['registry-unreachable'], says };
    checkFailure(offline(['pull', '192.0.2.1:5000/x:1']), failure);
    checkFailure(offline(['pull', 'registry.example.org/x:1']), failure);
    assert.equal(offline(['ps']).exitCode, 0);
    await ends();
  });
});

describe('a disk that is full', { skip: rigSkipReason() }, () => {
  let rig: Rig;
  let disk: string;
  before(async () => {
    rig = await Rig.start();
    disk = rig.root.stateDirectory;
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1500k', 'tmpfs', disk]);
  });
  after(async () => {
    await rig.dockr[Symbol.asyncDispose]();
    // The daemon's last act is to take its pid file away, not to end.
    await waitFor('unmounting the disk', () => spawnSync('umount', [disk]).status === 0);
    await rig[Symbol.asyncDispose]();
  });

  const resize = (size: string): void => {
    execFileSync('mount', ['-o', `remount,size=${size}`, disk]);
  };
  const failure = { exitCode: 1, codes: ['disk-full'], says: ['hint: free space on the disk'] };

  test('a pull fails, keeps nothing half-written, and works once there is space', async () => {
    const file = rig.webStack('pulled', 'sleep 1000');
    await rig.fails(['up', '-d', '-f', file], failure);
    await rig.fails(['pull', rig.image], failure);
    resize('20m');
    await rig.dockr.ok(['up', '-d', '-f', file]);
    await rig.dockr.ok(['down', '-f', file]);
  });

  test('a COPY fails, keeps nothing half-written, and works once there is space', async () => {
    const big = 'x'.repeat(25 << 20);
    const file = rig.buildStack('copied', `FROM ${rig.image}\nRUN echo fine > /fine\nCOPY big /big\n`, { big });
    await rig.fails(['build', '-f', file], { ...failure, says: [...failure.says, 'copied/Dockerfile:3:1'] });
    resize('60m');
    await rig.dockr.ok(['build', '-f', file]);
    await rig.dockr.ok(['rmi', 'copied-web']);
  });

  test('a RUN that fills the disk is told with what the command says of it', async () => {
    const file = rig.buildStack('filled', `FROM ${rig.image}\nRUN dd if=/dev/zero of=/big bs=1M count=100\n`);
    const says = ['No space left on device', 'filled/Dockerfile:2:1'];
    await rig.fails(['up', '-d', '-f', file], { exitCode: 1, codes: ['run-failed'], says });
  });

  test('with not a byte left, nothing is begun, and everything works again when there is space', async () => {
    const file = rig.webStack('begun', 'sleep 1000');
    const filler = join(disk, 'filler');
    const fill = () => assert.throws(() => appendFileSync(filler, Buffer.alloc(80 << 20)), { code: 'ENOSPC' });
    fill();
    await rig.fails(['up', '-d', '-f', file], failure);
    const daemon = rig.dockr.daemonPid();
    await rig.fails(['up', '-d', '-f', file], failure);
    assert.equal(rig.dockr.daemonPid(), daemon, 'a log that cannot be written does not end it');
    await rig.dockr.ok(['daemon', 'stop']);
    // Until it is gone, it holds space of the disk, which the next one would start with.
    await waitFor('the end of the daemon', () => daemon === null || !isAlive(daemon));
    // What is left of the database's log would be enough to start with, where there was no space to put it away.
    rmSync(join(disk, 'dockr.db-shm'), { force: true });
    fill();
    const says = ['the daemon cannot start', 'hint: free space on the disk'];
    checkFailure(await rig.dockr.run(['ps']), { exitCode: 1, codes: ['disk-full'], says });
    rmSync(filler);
    await rig.dockr.ok(['up', '-d', '-f', file]);
    await rig.dockr.ok(['down', '-f', file]);
    await rig.checkClean();
  });
});

function linkPrograms(directory: string, programs: readonly string[]): string {
  for (const program of programs) {
    const found = execFileSync('/bin/sh', ['-c', 'command -v "$1"', 'sh', program], { encoding: 'utf8' }).trim();
    symlinkSync(found, join(directory, program));
  }
  return directory;
}

function runWith(program: string, argv: readonly string[], { dockr, root }: Rig): Ended {
  const began = performance.now();
  const { NODE_COMPILE_CACHE: _, ...environment } = dockr.environment;
  const ended = spawnSync(program, argv, {
    env: environment,
    cwd: root.workDirectory,
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { exitCode: ended.status, stdout: ended.stdout, stderr: ended.stderr, ms: performance.now() - began };
}
