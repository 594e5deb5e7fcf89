// biome-ignore-all lint/suspicious/noTemplateCurlyInString: words of a Dockerfile look like template strings
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { DockrError, ErrorList } from '../../../../src/core/errors.ts';
import { applyChmod, isChmod } from '../../../../src/engine/build/dockerfile/chmod.ts';
import { checkSyntax } from '../../../../src/engine/build/dockerfile/directives.ts';
import type { StageInstruction } from '../../../../src/engine/build/dockerfile/model.ts';
import { parseMount } from '../../../../src/engine/build/dockerfile/mount.ts';
import { parseDockerfile, parseTrigger } from '../../../../src/engine/build/dockerfile/parse-dockerfile.ts';
import { runScriptOf } from '../../../../src/engine/build/dockerfile/run-script.ts';

const parse = (text: string) => parseDockerfile(text, 'Dockerfile');

function only(text: string): StageInstruction {
  const instructions = parse(`FROM scratch\n${text}`).stages[0]?.instructions ?? [];
  assert.equal(instructions.length, 1);
  assert.ok(instructions[0]);
  return instructions[0];
}

/** `code line:column+length`, for every error. */
function problemsOf(text: string): readonly string[] {
  try {
    parse(text);
    return [];
  } catch (error) {
    const errors = error instanceof ErrorList ? error.errors : [error];
    return errors.map((each) => {
      assert.ok(each instanceof DockrError, String(each));
      return `${each.code} ${each.at?.line}:${each.at?.column}+${each.at?.length}`;
    });
  }
}

describe('a Dockerfile', () => {
  test('becomes stages with their bases', () => {
    const { stages, globalArgs } = parse(
      'ARG v=1\nFROM --platform=linux/arm64 a:$v AS Build\nRUN x\nFROM build\nUSER me\n',
    );
    assert.deepEqual(
      globalArgs.map(({ args }) => args),
      [[{ name: 'v', default: '1' }]],
    );
    assert.deepEqual(
      stages.map(({ index, name, base, instructions }) => ({
        index,
        name,
        base,
        kinds: instructions.map(({ kind }) => kind),
      })),
      [
        { index: 0, name: 'build', base: { image: 'a:$v', platform: 'linux/arm64' }, kinds: ['run'] },
        { index: 1, name: undefined, base: { image: 'build' }, kinds: ['user'] },
      ],
    );
  });

  test('is read the same with a byte order mark and carriage returns', () => {
    const text = 'FROM a\nRUN echo \\\n  b\nENV x=1\n';
    const texts = [text, `\ufeff${text.replaceAll('\n', '\r\n')}`].map((each) =>
      parse(each).stages.flatMap(({ instructions }) =>
        instructions.map(({ original, endLine }) => ({ original, endLine })),
      ),
    );
    assert.deepEqual(texts[0], texts[1]);
  });

  test('keeps carriage returns in heredoc bodies', () => {
    const run = only('COPY <<EOF /x\r\na\r\nEOF\r\n');
    assert.ok(run.kind === 'copy');
    assert.deepEqual(run.inlineFiles, [{ name: 'EOF', content: 'a\r\n', expand: true }]);
  });

  test('says where its instructions are', () => {
    const [from, run] = [
      parse('\n  FROM a\n\trun x\n').stages[0]?.from,
      parse('\n  FROM a\n\trun x\n').stages[0]?.instructions[0],
    ];
    assert.deepEqual(from?.at, { file: 'Dockerfile', line: 2, column: 3, length: 4, text: '  FROM a' });
    assert.deepEqual(run?.at, { file: 'Dockerfile', line: 3, column: 2, length: 3, text: '\trun x' });
  });

  test('reports everything that is wrong, by place', () => {
    const text = [
      'RUN early',
      'FROM a AS b c',
      'COPPY x y',
      'COPY --chwon=1 x y',
      'COPY x',
      'RUN echo \\',
      '  fine',
      'EXPOSE 80 99999 81/ftp',
      'ENV a=1 b',
      'CMD ["a", 1]',
      'HEALTHCHECK --interval=5 CMD x',
      'STOPSIGNAL SIGNOPE',
      'RUN --mount=type=cahce,target=/x true',
      'ONBUILD FROM x',
      'COPY <<EOF /x',
    ].join('\n');
    assert.deepEqual(problemsOf(text), [
      'no-stage-yet 1:1+3',
      'bad-from 2:6+8',
      'unknown-instruction 3:1+5',
      'unknown-flag 4:6+9',
      'missing-argument 5:6+1',
      'bad-port 8:11+5',
      'missing-equals-sign 9:9+1',
      'not-only-strings 10:5+8',
      'bad-duration 11:13+12',
      'bad-signal 12:12+7',
      'bad-mount 13:5+28',
      'bad-trigger 14:9+4',
      'unterminated-heredoc 15:6+2',
    ]);
  });

  test('suggests what was meant', () => {
    const hintOf = (text: string): string | undefined => {
      try {
        parse(`FROM a\n${text}`);
      } catch (error) {
        return error instanceof DockrError ? error.hint : undefined;
      }
      return undefined;
    };
    assert.equal(hintOf('FNTRYPOINT []'), 'did you mean "ENTRYPOINT"?');
    assert.equal(hintOf('COPY --chwon=1 a b'), 'did you mean "--chown"?');
    assert.equal(hintOf('RUN --mont=x true'), 'did you mean "--mount"?');
    assert.equal(hintOf('RUN --mount=typ=tmpfs,target=/x true'), 'did you mean "type"?');
    assert.equal(hintOf('RUN --mount=type=tmpf,target=/x true'), 'did you mean "tmpfs"?');
    assert.equal(hintOf('RUN --network=hosts true'), 'did you mean "host"?');
  });

  test('points into the continued line where the mistake is', () => {
    assert.deepEqual(problemsOf('FROM a\nEXPOSE 80 \\\n  # a comment\n  x y\n'), ['bad-port 4:3+1']);
  });

  test('without a stage is refused', () => {
    assert.deepEqual(problemsOf(''), ['empty-dockerfile 1:1+1']);
    assert.deepEqual(problemsOf('# only this\n'), ['empty-dockerfile 1:1+1']);
    assert.deepEqual(problemsOf('ARG foo=bar'), ['empty-dockerfile 1:1+1']);
  });

  for (const [text, problem] of [
    ['# escape=x\nFROM a', 'bad-escape-directive 1:1+10'],
    ['# escape=`\n# escape=`\nFROM a', 'repeated-directive 2:1+10'],
    ['FROM a AS 1x', 'bad-stage-name 1:11+2'],
    ['FROM a b', 'bad-from 1:6+3'],
    ['FROM a\nCOPY --from=$x a b', 'variable-in-from 2:6+9'],
    ['FROM a\nRUN --mount=from=$x,target=/y true', 'variable-in-from 2:5+25'],
    ['FROM a\nCOPY git@github.com:a/b.git /x', 'remote-source 2:6+25'],
    ['FROM a\nCOPY --chmod=10000 a b', 'bad-chmod 2:6+13'],
    ['FROM a\nCOPY --chmod=64a a b', 'bad-chmod 2:6+11'],
    ['FROM a\nADD --checksum=sha256:00 foo /x', 'bad-checksum 2:26+6'],
    ['FROM a\nCOPY --link --link a b', 'repeated-flag 2:13+6'],
    ['FROM a\nSHELL bash', 'not-json 2:7+4'],
    ['FROM a\nVOLUME [""]', 'empty-path 2:8+4'],
    ['FROM a\nHEALTHCHECK NONE x', 'bad-healthcheck 2:13+6'],
    ['FROM a\nHEALTHCHECK CMD', 'missing-argument 2:13+3'],
    ['FROM a\nHEALTHCHECK --retries=-1 CMD x', 'bad-flag-value 2:13+12'],
    ['FROM a\nRUN --mount=type=bind,target=/ true', 'bad-mount 2:5+26'],
    ['FROM a\nRUN --mount=type=bind,target=/x,mode=1 true', 'bad-mount 2:5+34'],
    ['FROM a\nRUN --mount=type=secret,required true', 'bad-mount 2:5+28'],
    ['FROM a\nRUN <<"EOF\nEOF', 'unknown-instruction 3:1+3'],
  ] as const) {
    test(`${JSON.stringify(text)} is ${problem.split(' ')[0]}`, () => assert.deepEqual(problemsOf(text), [problem]));
  }
});

describe('an instruction', () => {
  test('takes its flags', () => {
    const add = only(
      'ADD --chown=1:2 --chmod=u=rwX --link --exclude=a --exclude=b --unpack=false --keep-git-dir a b /c/',
    );
    assert.ok(add.kind === 'add');
    const { sources, destination, chown, chmod, link, exclude, unpack, keepGitDir } = add;
    assert.deepEqual(
      { sources, destination, chown, chmod, link, exclude, unpack, keepGitDir },
      {
        sources: ['a', 'b'],
        destination: '/c/',
        chown: '1:2',
        chmod: 'u=rwX',
        link: true,
        exclude: ['a', 'b'],
        unpack: false,
        keepGitDir: true,
      },
    );
  });

  test('is in shell form when its array is no JSON', () => {
    for (const [text, command] of [
      [`CMD ['a']`, { form: 'shell', text: "['a']" }],
      ['CMD ["a"] b', { form: 'shell', text: '["a"] b' }],
      ['CMD ["a"]', { form: 'exec', args: ['a'] }],
      ['CMD []', { form: 'exec', args: [] }],
    ] as const) {
      const cmd = only(text);
      assert.ok(cmd.kind === 'cmd');
      assert.deepEqual(cmd.command, command);
    }
  });

  test('keeps the text of RUN as the shell wants it', () => {
    const run = only('RUN --network=none echo \'a  b\' \\\n # dropped\n   && $HOME \\$x "q"');
    assert.ok(run.kind === 'run');
    assert.equal(run.network, 'none');
    assert.deepEqual(run.command, { form: 'shell', text: 'echo \'a  b\'    && $HOME \\$x "q"' });
  });

  test('after ONBUILD is parsed and kept as text', () => {
    const onbuild = only('ONBUILD COPY <<EOF /x\nhi\nEOF');
    assert.ok(onbuild.kind === 'onbuild');
    assert.equal(onbuild.expression, 'COPY <<EOF /x\nhi\nEOF');
    assert.equal(onbuild.trigger.kind, 'copy');
    const again = parseTrigger(onbuild.expression, 'base:1');
    assert.ok(again.kind === 'copy' && onbuild.trigger.kind === 'copy');
    assert.deepEqual(again.inlineFiles, onbuild.trigger.inlineFiles);
  });

  test('from an image that is no trigger is refused', () => {
    for (const text of ['', 'FROM x', 'RUN a\nRUN b', 'ONBUILD RUN x', 'NOPE']) {
      assert.throws(() => parseTrigger(text, 'base:1'), DockrError);
    }
  });

  for (const [text, script] of [
    ['RUN <<-EOF\n\ta\n\tb\nEOF', { kind: 'shell', text: 'a\nb\n' }],
    ['RUN <<EOF\n#!/usr/bin/python\nx\nEOF', { kind: 'file', name: 'EOF', content: '#!/usr/bin/python\nx\n' }],
    ['RUN <<EOF cat\nx\nEOF', { kind: 'shell', text: '<<EOF cat\nx\nEOF' }],
    ['RUN <<- EOF\n\tx\n\tEOF', { kind: 'shell', text: 'x\n' }],
    ['RUN ["a"]', { kind: 'exec', args: ['a'] }],
  ] as const) {
    test(`${JSON.stringify(text)} runs as ${script.kind}`, () => {
      const run = only(text);
      assert.ok(run.kind === 'run');
      assert.deepEqual(runScriptOf(run), script);
    });
  }
});

describe('a mount', () => {
  const mountOf = (text: string, values: Readonly<Record<string, string>> = {}) => {
    const run = only(`RUN --mount=${text} true`);
    assert.ok(run.kind === 'run' && run.mounts[0]);
    return parseMount(run.mounts[0], (value) => value.replace(/\$(\w+)/g, (_, name: string) => values[name] ?? ''));
  };

  for (const [text, mount] of [
    ['target=/x', { type: 'bind', target: '/x', readOnly: true }],
    ['from=a,src=b,dst=/x,rw', { type: 'bind', from: 'a', source: 'b', target: '/x', readOnly: false }],
    [
      'type=cache,id=n,target=/x,uid=1,mode=0700',
      { type: 'cache', id: 'n', target: '/x', uid: 1, mode: 0o700, sharing: 'shared', readOnly: false },
    ],
    ['TYPE=cache,target=/x,sharing=locked,ro=true', { type: 'cache', target: '/x', sharing: 'locked', readOnly: true }],
    ['type=tmpfs,target=/x,size=1m', { type: 'tmpfs', target: '/x', sizeBytes: 1_048_576 }],
    ['type=secret,id=k,env=KEY,required', { type: 'secret', id: 'k', env: 'KEY', required: true }],
    ['type=secret,target=/a/key', { type: 'secret', id: 'key', target: '/a/key', required: false }],
    ['type=ssh', { type: 'ssh', id: 'default', required: false }],
    ['type=bind,target=$t', { type: 'bind', target: '/from/t', readOnly: true }],
  ] as const) {
    test(text, () => assert.deepEqual(mountOf(text, { t: '/from/t' }), mount));
  }
});

describe('a mode', () => {
  for (const [text, mode, isDirectory, expected] of [
    ['640', 0o755, true, 0o640],
    ['u=rwX,go=rX', 0o600, false, 0o644],
    ['u=rwX,go=rX', 0o600, true, 0o755],
    ['+x', 0o644, false, 0o755],
    ['g=u,o-r', 0o744, false, 0o770],
    ['a+rw,u-w', 0o100, false, 0o566],
    ['u+s,+t', 0o755, false, 0o5755],
    ['7777', 0, false, 0o7777],
  ] as const) {
    test(`${text} makes ${mode.toString(8)} ${expected.toString(8)}`, () => {
      assert.equal(applyChmod(text, { mode, isDirectory })?.toString(8), expected.toString(8));
    });
  }
  test('that is none is refused', () => {
    for (const text of ['', '8', '10000', 'u', 'u+z', 'rw', '-']) assert.equal(isChmod(text), text === '-', text);
  });
});

describe('the frontend', () => {
  const check = (line: string, override?: string) => checkSyntax(parse(`${line}\nFROM a`).directives.syntax, override);
  test("may be Docker's", () => {
    for (const image of [
      'docker/dockerfile',
      'docker/dockerfile:1',
      'docker.io/docker/dockerfile:1.7-labs',
      'docker/dockerfile-upstream:master',
    ]) {
      check(`# syntax=${image}`);
    }
    check('# nothing');
    check('# syntax=other/frontend', 'docker/dockerfile:1');
  });
  test('may be no other', () => {
    assert.throws(() => check('# syntax=other/frontend:1'), { code: 'unsupported-syntax' });
    assert.throws(() => check('# nothing', 'other/frontend'), { code: 'unsupported-syntax' });
  });
});

describe('any text', () => {
  const words = [
    'FROM a',
    'RUN',
    'COPY',
    'ENV',
    'x=1',
    '<<EOF',
    'EOF',
    '\\',
    '\n',
    '\n',
    '"',
    "'",
    '[',
    '"a"',
    ']',
    '--from=b',
    '$x',
    '# escape=`',
    'ONBUILD',
    '\t',
    ' ',
    '\r',
    '--mount=',
    'é',
    '\ufeff',
    '\0',
  ];
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.array(fc.constantFrom(...words), { maxLength: 40 }).map((parts) => parts.join(' ')),
    fc.array(fc.constantFrom(...words), { maxLength: 40 }).map((parts) => `FROM a\n${parts.join('')}`),
  );

  test('is parsed or refused with errors of ours, all with a place inside the file', () => {
    fc.assert(
      fc.property(text, (source) => {
        try {
          parse(source);
        } catch (error) {
          assert.ok(error instanceof DockrError, String(error));
          for (const each of error instanceof ErrorList ? error.errors : [error]) checkPlace(each, source);
        }
      }),
      { numRuns: 4000 },
    );
  });

  test('of RUN comes back as it was written', () => {
    const command = fc.string({ unit: fc.constantFrom(...'ab $"\'{}|&;#-=<>'), minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(command, (written) => {
        const plain = `x ${written.trim()}`.trim().replaceAll(/<<+/g, '<');
        const run = only(`RUN ${plain}`);
        assert.ok(run.kind === 'run');
        assert.deepEqual(run.command, { form: 'shell', text: plain });
      }),
    );
  });

  test('of exec form comes back as it was written', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1 }), (args) => {
        const run = only(`RUN ${JSON.stringify(args)}`);
        assert.ok(run.kind === 'run');
        assert.deepEqual(run.command, { form: 'exec', args });
      }),
    );
  });
});

function checkPlace(error: DockrError, source: string): void {
  const lines = source.replace(/^\ufeff/, '').split('\n');
  assert.ok(error.at, `${error.code} has no place`);
  const line = lines[error.at.line - 1] ?? '';
  assert.ok(error.at.line >= 1 && error.at.line <= Math.max(1, lines.length));
  assert.ok(
    error.at.column >= 1 && error.at.column <= line.length + 1,
    `${error.code} at ${error.at.line}:${error.at.column}`,
  );
  assert.ok(error.at.length >= 1);
}
