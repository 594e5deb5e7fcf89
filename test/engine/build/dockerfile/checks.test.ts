// BuildKit's own cases for its build checks. Their sentences are BuildKit's; rules and lines are compared.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DockrError } from '../../../../src/core/errors.ts';
import { parseIgnoreFile } from '../../../../src/core/ignore/ignore-file.ts';
import { createIgnoreMatcher } from '../../../../src/core/ignore/matcher.ts';
import { checkDockerfile, refuseWarnings } from '../../../../src/engine/build/dockerfile/checks/check-dockerfile.ts';
import { parseCheckOptions } from '../../../../src/engine/build/dockerfile/checks/check-options.ts';
import { readDockerfile } from '../../../../src/engine/build/dockerfile/parse-dockerfile.ts';
import { resolveStages } from '../../../../src/engine/build/dockerfile/resolve-stages.ts';
import { withCases } from './cases.ts';

type Warning = { readonly rule: string; readonly line: number; readonly detail: string };
type Case = {
  readonly id: string;
  readonly dockerfile: string;
  readonly dockerignore?: string;
  readonly attrs?: Readonly<Record<string, string>>;
  readonly buildWarnings: readonly Warning[];
  readonly lintWarnings: readonly Warning[];
  readonly error?: string;
  readonly errorLine?: number;
};

const PLATFORM = { TARGETPLATFORM: 'linux/amd64', BUILDPLATFORM: 'linux/amd64' };

withCases<Case>('lint', ({ cases, count }) => {
  describe('build checks', () => {
    test('no case is left out', () => assert.equal(cases.length, count));
    for (const each of cases) test(each.id, () => checkCase(each));
  });
});

function checkCase(each: Case) {
  const buildArgs = Object.fromEntries(
    Object.entries(each.attrs ?? {}).flatMap(([key, value]) =>
      key.startsWith('build-arg:') ? [[key.slice(10), value]] : [],
    ),
  );
  const { dockerfile, problems } = readDockerfile(each.dockerfile, 'Dockerfile');
  const plan =
    problems.length === 0
      ? resultOrError(() =>
          resolveStages(dockerfile, { buildArgs, platformArgs: PLATFORM, target: each.attrs?.target }),
        )
      : undefined;
  const request = {
    buildArgs,
    platformArgs: PLATFORM,
    ignore: createIgnoreMatcher(parseIgnoreFile(each.dockerignore ?? '', '.dockerignore')),
    directive: buildArgs.BUILDKIT_DOCKERFILE_CHECK,
  };
  const build = checkDockerfile(dockerfile, { ...request, plan: plan instanceof DockrError ? undefined : plan });
  const all = checkDockerfile(dockerfile, request);
  assert.deepEqual(build.map(toKey).sort(), each.buildWarnings.map(upstreamKey).sort());
  assert.deepEqual(all.map(toKey).sort(), each.lintWarnings.map(upstreamKey).sort());
  const refusal = resultOrError(() => refuseWarnings(dockerfile, build, request.directive));
  const error = [problems[0], plan, refusal].find((result) => result instanceof DockrError);
  if (each.error?.includes('failed to parse platform')) return; // the builder's: platforms are not parsed here
  assert.equal(error !== undefined, each.error !== undefined);
  if (each.errorLine !== undefined) assert.equal(error?.at?.line, each.errorLine);
}

function resultOrError<T>(run: () => T): T | DockrError {
  try {
    return run();
  } catch (error) {
    assert.ok(error instanceof DockrError, String(error));
    return error;
  }
}

const toKey = ({ rule, at }: { rule: string; at: { line: number } }) => `${rule}:${at.line}`;
const upstreamKey = ({ rule, line }: Warning) => `${rule}:${line}`;

test('the check directive ends at its first blank', () => {
  const options = parseCheckOptions('skip=A,B;error=true;experimental=all // why');
  assert.deepEqual(options, { skip: new Set(['A', 'B']), experimental: 'all', failOnWarnings: true });
});
