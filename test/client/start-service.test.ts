import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { daemonPaths } from '../../src/api/paths.ts';
import { startService } from '../../src/client/start-service.ts';
import { errorCode } from '../../src/core/errors.ts';

describe('where systemd has the daemon as a service', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'dockr-service-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  /** A `systemctl` that notes its arguments and then does this. */
  const withSystemctl = (script: string) => {
    const program = join(directory, 'systemctl');
    writeFileSync(program, `#!/bin/sh\necho "$@" >>${directory}/calls\n${script}\n`);
    chmodSync(program, 0o755);
    return { paths: daemonPaths({}), environment: { PATH: `${directory}:/usr/bin:/bin` }, bootedBy: directory };
  };
  const calls = () => (existsSync(join(directory, 'calls')) ? readFileSync(join(directory, 'calls'), 'utf8') : '');

  test('a command leaves the start to systemd', async () => {
    assert.equal(await startService(withSystemctl('exit 0')), true);
    assert.equal(calls(), 'is-enabled --quiet dockr.service\nstart dockr.service\n');
  });

  test('one that is not enabled is not started', async () => {
    assert.equal(await startService(withSystemctl('exit 1')), false);
    assert.equal(calls(), 'is-enabled --quiet dockr.service\n');
  });

  test('it is not asked where another state directory is set, or systemd does not run', async () => {
    const options = withSystemctl('exit 0');
    assert.equal(await startService({ ...options, paths: daemonPaths({ DOCKR_STATE_DIR: directory }) }), false);
    assert.equal(await startService({ ...options, bootedBy: join(directory, 'nowhere') }), false);
    assert.equal(calls(), '');
  });

  test('why it did not start is told', async () => {
    const options = withSystemctl('[ "$1" = is-enabled ] || { echo "Job for dockr.service failed." >&2; exit 1; }');
    await assert.rejects(startService(options), (error: Error) => {
      assert.equal(errorCode(error), 'daemon-not-started');
      assert.deepEqual(Reflect.get(error, 'output'), ['Job for dockr.service failed.']);
      return true;
    });
  });
});
