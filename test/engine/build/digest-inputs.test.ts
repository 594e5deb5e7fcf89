import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { CopyGroup } from '../../../src/engine/build/copy/copy-entry.ts';
import { FileHashes } from '../../../src/engine/build/copy/file-hashes.ts';
import { digestPlan } from '../../../src/engine/build/inputs/digest-inputs.ts';
import { evaluatePlan } from '../../../src/engine/build/inputs/evaluate-plan.ts';
import { planBuild } from '../../../src/engine/build/inputs/plan-build.ts';
import { BuildWorker } from '../../../src/engine/build/solve/build-worker.ts';
import { specOf } from './build-rig.ts';

/** Somebody changes the context after its names were read and before its files are. */
class LateHashes extends FileHashes {
  readonly #change: () => void;

  constructor(worker: BuildWorker, change: () => void) {
    super(worker);
    this.#change = change;
  }

  override hash(groups: readonly CopyGroup[]): Promise<ReadonlyMap<string, string>> {
    this.#change();
    return super.hash(groups);
  }
}

const CHANGES: Readonly<Record<string, (context: string) => void>> = {
  'a file goes': (context) => rmSync(join(context, 'folder/file')),
  'a folder becomes a file': (context) => {
    rmSync(join(context, 'folder'), { recursive: true });
    writeFileSync(join(context, 'folder'), '');
  },
  'a file becomes a link': (context) => {
    rmSync(join(context, 'folder/file'));
    symlinkSync('other', join(context, 'folder/file'));
  },
  'a file becomes a folder': (context) => {
    rmSync(join(context, 'folder/file'));
    mkdirSync(join(context, 'folder/file'));
  },
};

for (const [name, change] of Object.entries(CHANGES)) {
  test(`a context has another digest when ${name} while it is read`, async () => {
    const context = mkdtempSync(join(tmpdir(), 'dockr-test-context-'));
    await using worker = new BuildWorker();
    try {
      mkdirSync(join(context, 'folder'));
      writeFileSync(join(context, 'folder/file'), 'content');
      writeFileSync(join(context, 'Dockerfile'), 'FROM scratch\nCOPY folder /\n');
      const plan = planBuild(specOf(context));
      const digest = (hashes: FileHashes) => digestPlan(plan, evaluatePlan(plan, new Map()), hashes);
      const whole = await digest(new FileHashes(worker));
      assert.equal(await digest(new FileHashes(worker)), whole);
      assert.notEqual(await digest(new LateHashes(worker, () => change(context))), whole);
    } finally {
      rmSync(context, { recursive: true });
    }
  });
}
