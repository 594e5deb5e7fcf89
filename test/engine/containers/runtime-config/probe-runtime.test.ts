import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { isAtLeast, probeRuntime } from '../../../../src/engine/containers/runtime-config/probe-runtime.ts';
import { listCgroups } from '../../../../src/os/cgroups.ts';
import { runtimePath, runtimeSkipReason } from './run-container.ts';

test('versions are compared by number', () => {
  assert.ok(isAtLeast('1.10.0', [1, 4]));
  assert.ok(isAtLeast('6.18.5-amd64', [5, 12]));
  assert.ok(!isAtLeast('1.3.9', [1, 4]));
  assert.ok(!isAtLeast('unknown', [1, 0]));
});

describe('the runtime of this machine', { skip: runtimeSkipReason('runc') }, () => {
  /** A directory of programs, as a PATH. */
  async function withPrograms(
    programs: Readonly<Record<string, string | undefined>>,
    run: (path: string) => Promise<void>,
  ): Promise<void> {
    const directory = mkdtempSync(join(tmpdir(), 'dockr-path-'));
    try {
      for (const [name, target] of Object.entries(programs)) if (target) symlinkSync(target, join(directory, name));
      await run(directory);
    } finally {
      rmSync(directory, { recursive: true });
    }
  }

  const conmon = '/usr/bin/conmon';
  const runc = runtimePath('runc');

  test('is one that works, and nothing is left of the trial', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'dockr-trial-'));
    try {
      const found = await probeRuntime({ environment: process.env, directory });
      assert.ok(['crun', 'runc'].includes(found.name) && found.reason !== '' && found.version !== 'unknown');
      assert.deepEqual(readdirSync(directory), []);
      assert.equal(listCgroups(`/dockr-probe-${process.pid}-1`).length, 0);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  test('is the one DOCKR_RUNTIME names, by name or path', async () => {
    for (const DOCKR_RUNTIME of ['runc', runc ?? '']) {
      const found = await probeRuntime({ environment: { ...process.env, DOCKR_RUNTIME } });
      assert.deepEqual([found.name, found.seccompBpf, found.reason], ['runc', false, 'set by DOCKR_RUNTIME']);
    }
  });

  test('is the other one when the preferred one refuses, and the reason says why', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'dockr-refusing-'));
    try {
      const script = join(directory, 'crun');
      writeFileSync(script, '#!/bin/sh\necho "cgroups in hybrid mode not supported" >&2\nexit 1\n');
      chmodSync(script, 0o755);
      symlinkSync(conmon, join(directory, 'conmon'));
      symlinkSync(runc ?? '', join(directory, 'runc'));
      const found = await probeRuntime({ environment: { PATH: directory } });
      assert.equal(found.name, 'runc');
      assert.match(found.reason, /^crun refuses: /);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  test('a missing runtime, a missing conmon and a strange DOCKR_RUNTIME are errors with a remedy', async () => {
    await withPrograms({ conmon }, async (PATH) => {
      await assert.rejects(probeRuntime({ environment: { PATH } }), {
        code: 'no-runtime',
        hint: 'apt-get install crun',
      });
    });
    await withPrograms({ runc }, async (PATH) => {
      await assert.rejects(probeRuntime({ environment: { PATH } }), {
        code: 'no-conmon',
        hint: 'apt-get install conmon',
      });
    });
    await assert.rejects(probeRuntime({ environment: { ...process.env, DOCKR_RUNTIME: '/bin/sh' } }), {
      code: 'no-runtime',
    });
  });

  test('when none works, all their words are told', async () => {
    await withPrograms({ crun: '/bin/false', conmon }, async (PATH) => {
      await assert.rejects(probeRuntime({ environment: { PATH } }), {
        code: 'runtime-unusable',
        output: ['crun refuses: it said nothing'],
      });
    });
  });
});
