// biome-ignore-all lint/suspicious/noTemplateCurlyInString: words of a Dockerfile look like template strings
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { BuildError } from '../../../../src/core/errors.ts';
import { resolveGlobalArgs } from '../../../../src/engine/build/dockerfile/global-args.ts';
import { parseDockerfile, parseTrigger } from '../../../../src/engine/build/dockerfile/parse-dockerfile.ts';
import { type ResolveOptions, resolveStages } from '../../../../src/engine/build/dockerfile/resolve-stages.ts';

const parse = (...lines: readonly string[]) => parseDockerfile(lines.join('\n'), 'Dockerfile');
const resolve = (lines: readonly string[], options: ResolveOptions = {}) => resolveStages(parse(...lines), options);
const order = (lines: readonly string[], options: ResolveOptions = {}) =>
  resolve(lines, options).stages.map(({ stage }) => stage.index);

describe('the stages of a build', () => {
  test('are those the last one needs, needed ones first', () => {
    assert.deepEqual(
      order(['FROM a AS x', 'FROM b AS unused', 'FROM c AS y', 'COPY --from=x / /', 'FROM x', 'COPY --from=y / /']),
      [0, 2, 3],
    );
  });

  test('are those of the target, in any case', () => {
    const lines = ['FROM a AS x', 'FROM x AS y', 'FROM y AS z'];
    assert.deepEqual(order(lines, { target: 'Y' }), [0, 1]);
  });

  test('are found by name, by number and through mounts', () => {
    const lines = [
      'FROM a AS x',
      'FROM b',
      'FROM c AS z',
      'FROM d',
      'COPY --from=X / /',
      'COPY --from=1 / /',
      'RUN --mount=from=z,target=/z true',
    ];
    const { target } = resolve(lines);
    assert.deepEqual([...target.needs], [0, 1, 2]);
    assert.deepEqual(target.sources.get('z'), { kind: 'stage', index: 2 });
  });

  test('may be images, contexts and nothing', () => {
    const lines = [
      'FROM scratch AS x',
      'FROM alpine',
      'COPY --from=busybox:1 / /',
      'COPY --from=assets / /',
      'COPY --from=x / /',
    ];
    const { target, stages } = resolve(lines, { contexts: new Set(['assets', 'alpine']) });
    assert.deepEqual(target.base, { kind: 'context', name: 'alpine' });
    assert.deepEqual(Object.fromEntries(target.sources), {
      'busybox:1': { kind: 'image', reference: 'busybox:1' },
      assets: { kind: 'context', name: 'assets' },
      x: { kind: 'stage', index: 0 },
    });
    assert.deepEqual(stages[0]?.base, { kind: 'scratch' });
  });

  test('with one name twice are told apart by which is nearer', () => {
    const { target } = resolve(['FROM a AS x', 'FROM b AS x', 'FROM x', 'COPY --from=x / /']);
    assert.deepEqual(target.base, { kind: 'stage', index: 1 });
    assert.deepEqual([...target.needs], [1]);
  });

  test('get the ONBUILD of the stage they start from, and what it needs', () => {
    const lines = [
      'FROM a AS tools',
      'FROM b AS base',
      'ONBUILD COPY --from=tools / /',
      'ONBUILD RUN x',
      'FROM base AS mid',
      'USER me',
      'FROM mid',
    ];
    const { stages } = resolve(lines);
    assert.deepEqual(
      stages.map(({ stage, instructions }) => [stage.index, instructions.map(({ kind }) => kind)]),
      [
        [1, ['onbuild', 'onbuild']],
        [0, []],
        [2, ['copy', 'run', 'user']],
        [3, []],
      ],
    );
  });

  test('get the ONBUILD of an image when it is known', () => {
    const triggers = new Map([[1, [parseTrigger('COPY --from=x / /', 'alpine')]]]);
    assert.deepEqual(order(['FROM a AS x', 'FROM alpine'], { triggers }), [0, 1]);
  });

  test('see global arguments in FROM only', () => {
    const lines = ['ARG v=1', 'ARG image=base:${v}', 'FROM --platform=$P $image'];
    const { target, globalArgs } = resolve(lines, { buildArgs: { v: '2' }, platformArgs: { P: 'linux/arm64' } });
    assert.deepEqual(target.base, { kind: 'image', reference: 'base:2' });
    assert.equal(target.platform, 'linux/arm64');
    assert.deepEqual(globalArgs, { P: 'linux/arm64', v: '2', image: 'base:2' });
  });

  for (const [name, lines, code, hint] of [
    ['that need themselves', ['FROM a AS x', 'COPY --from=x / /'], 'circular-stages', undefined],
    [
      'that come later',
      ['FROM a AS x', 'COPY --from=y / /', 'FROM b AS y', 'FROM x'],
      'later-stage',
      'move the stage "y" before this one',
    ],
    ['that do not exist', ['FROM a', 'COPY --from=7 / /'], 'unknown-stage', undefined],
    [
      'without an image',
      ['ARG VERSION', 'FROM ${VERSON}'],
      'empty-base',
      'declare ARG VERSON=<default> before the first FROM, or pass --build-arg VERSON=<value>',
    ],
  ] as const) {
    test(`${name} are refused`, () => {
      const expected = hint === undefined ? { code } : { code, hint };
      assert.throws(() => resolve(lines), expected);
    });
  }

  test('that nobody needs may be wrong', () => {
    assert.deepEqual(order(['FROM a AS x', 'COPY --from=x / /', 'FROM b']), [1]);
  });

  test('without the target suggest another', () => {
    assert.throws(() => resolve(['FROM a AS build'], { target: 'bulid' }), {
      code: 'unknown-target',
      hint: 'did you mean "build"?',
    });
  });
});

describe('global arguments', () => {
  test('are not expanded where a build argument replaces them', () => {
    const dockerfile = parse('ARG FOO=${FOO:?none}', 'FROM a');
    assert.throws(() => resolveGlobalArgs(dockerfile), { code: 'required-variable' });
    assert.deepEqual(resolveGlobalArgs(dockerfile, { buildArgs: { FOO: 'x' } }), { FOO: 'x' });
  });
});

describe('any graph of stages', () => {
  const stage = fc.record({ base: fc.nat(9), from: fc.array(fc.nat(9), { maxLength: 3 }) });
  test('is ordered or refused', () => {
    fc.assert(
      fc.property(fc.array(stage, { minLength: 1, maxLength: 8 }), (stages) => {
        const lines = stages.flatMap(({ base, from }, index) => [
          `FROM s${base} AS s${index}`,
          ...from.map((other) => `COPY --from=s${other} / /`),
        ]);
        try {
          const done = new Set<number>();
          const { stages: sorted, target } = resolve(lines);
          for (const each of sorted) {
            for (const needed of each.needs) assert.ok(done.has(needed));
            done.add(each.stage.index);
          }
          assert.equal(sorted.at(-1), target);
        } catch (error) {
          assert.ok(error instanceof BuildError, String(error));
        }
      }),
    );
  });
});
