import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { describe, test } from 'node:test';
import { commandReference } from '../../src/cli/command-reference.ts';
import { COMMANDS } from '../../src/cli/commands.ts';
import { formatCompletion } from '../../src/cli/completion.ts';
import { findCommand } from '../../src/cli/find-command.ts';
import { formatHelp, loadAll } from '../../src/cli/help.ts';
import { parseCommand } from '../../src/cli/parse-command.ts';
import { runDockr } from './run-dockr.ts';

async function parse(line: string) {
  const found = findCommand(line.split(' '), COMMANDS);
  const command = await COMMANDS.load(found.name ?? 'help');
  const { globals, input } = parseCommand(command, found.rest, found.before);
  return { name: found.name, globals, options: input.options, operands: input.operands };
}

describe('options are understood wherever Compose takes them', () => {
  const lines = [
    '-f a.yml -p shop up -d',
    'up -f a.yml -p shop -d',
    '--file=a.yml up -d --project-name=shop',
    '-fa.yml -p=shop up -d',
  ];
  for (const line of lines) {
    test(line, async () => {
      const { name, globals, options } = await parse(line);
      assert.deepEqual([name, globals.file, globals['project-name'], options.detach], ['up', ['a.yml'], 'shop', true]);
    });
  }

  test('files before and after the command add up in order', async () => {
    assert.deepEqual((await parse('-f a.yml up -f b.yml web')).globals.file, ['a.yml', 'b.yml']);
  });

  test('the letter of a command hides the global one', async () => {
    const { globals, options } = await parse('-f a.yml logs -f web');
    assert.deepEqual([globals.file, options.follow], [['a.yml'], true]);
    assert.deepEqual((await parse('run -p 80:80 nginx')).options.publish, ['80:80']);
    assert.equal((await parse('ps -q')).globals.quiet, false);
    assert.equal((await parse('--quiet ps')).options.quiet, false);
  });

  test('everything behind the service belongs to the command that is run', async () => {
    const { operands, options } = await parse('exec -u app web ls -u --file x -- y');
    assert.deepEqual(operands, ['web', 'ls', '-u', '--file', 'x', '--', 'y']);
    assert.equal(options.user, 'app');
  });

  test('grouped letters and values of flags', async () => {
    const { options } = await parse('run -it --rm=false busybox');
    assert.deepEqual([options.interactive, options.tty, options.rm], [true, true, false]);
  });

  test('aliases lead to their commands', async () => {
    assert.equal((await parse('volumes')).name, 'volume ls');
    assert.equal((await parse('network rm x')).name, 'network rm');
  });
});

describe('wrong usage ends with 2 and says what is right', () => {
  const cases = [
    { line: 'upp', error: 'error[unknown-command]: unknown command "upp"\n  hint: did you mean "dockr up"?\n' },
    {
      line: 'up --detatch',
      error: 'error[unknown-option]: unknown option "--detatch" of "dockr up"\n  hint: did you mean "--detach"?\n',
    },
    {
      line: 'up -Z',
      error: 'error[unknown-option]: unknown option "-Z" of "dockr up"\n  hint: see "dockr up --help"\n',
    },
    {
      line: '--jsn ps',
      error: 'error[unknown-option]: unknown option "--jsn" of "dockr"\n  hint: did you mean "--json"?\n',
    },
    {
      line: 'up -f',
      error: 'error[missing-value]: option "-f" of "dockr up" needs a value\n  hint: see "dockr up --help"\n',
    },
    {
      line: 'down --rmi some',
      error: 'error[wrong-value]: option "--rmi" of "dockr down" cannot be "some", expected one of local, all\n',
    },
    {
      line: 'volume',
      error: 'error[missing-command]: "dockr volume" needs one of ls, rm\n  hint: try "dockr volume ls"\n',
    },
    {
      line: 'volume sl',
      error:
        'error[unknown-command]: unknown command "volume sl", expected one of ls, rm\n  hint: did you mean "dockr volume ls"?\n',
    },
    {
      line: 'exec web',
      error:
        'error[missing-argument]: "dockr exec" needs COMMAND: the command and its arguments\n  hint: see "dockr exec --help"\n',
    },
    {
      line: 'info x',
      error:
        'error[unexpected-argument]: "dockr info" does not take the argument "x"\n  hint: see "dockr info --help"\n',
    },
    {
      line: 'up -d --attach web',
      error: 'error[conflicting-options]: options "--detach" and "--attach" exclude each other\n',
    },
    {
      line: 'stop -p shop -t soon',
      error: 'error[wrong-value]: option "--timeout" cannot be "soon", expected seconds or a duration like "1m30s"\n',
    },
    {
      line: '-H tcp://host ps -p shop',
      error:
        'error[bad-host]: "tcp://host" is no address of a daemon: expected ssh://[user@]host[:port][/socket] or unix:///socket\n',
    },
    {
      line: 'completion tcsh',
      error: 'error[unknown-shell]: no completion for "tcsh", expected one of bash, zsh, fish\n',
    },
  ];
  for (const { line, error } of cases) {
    test(line, async () => {
      assert.deepEqual(await runDockr(line.split(' ')), { exitCode: 2, stdout: '', stderr: error });
    });
  }

  test('with --json the error is a line of JSON', async () => {
    const { exitCode, stdout } = await runDockr(['--json', 'upp']);
    assert.equal(exitCode, 2);
    assert.equal(JSON.parse(stdout).error.code, 'unknown-command');
  });
});

describe('help', () => {
  test('is a result when asked for, and wrong usage when nothing was asked', async () => {
    const [asked, alone] = [await runDockr(['--help']), await runDockr([])];
    assert.deepEqual([asked.exitCode, asked.stderr], [0, '']);
    assert.deepEqual([alone.exitCode, alone.stdout], [2, '']);
    assert.equal(asked.stdout, alone.stderr);
  });

  test('is the same by "help X", "X --help" and "--help X"', async () => {
    const texts = await Promise.all(
      [
        ['help', 'exec'],
        ['exec', '--help'],
        ['--help', 'exec'],
      ].map((words) => runDockr(words)),
    );
    assert.equal(new Set(texts.map(({ stdout }) => stdout)).size, 1);
    assert.match(texts[0]?.stdout ?? '', /Usage: dockr exec \[OPTIONS\] SERVICE COMMAND\.\.\.\n/);
  });

  test('of a group is the list of its commands, wherever "--help" stands, and the same by "help GROUP"', async () => {
    for (const group of ['deploy', 'volume', 'network', 'audit']) {
      const asked = [
        ['help', group],
        [group, '--help'],
        [group, '-h'],
        ['--help', group],
        [group, '--help', '--quiet'],
        ['--quiet', group, '--help'],
      ];
      const texts = await Promise.all(asked.map((words) => runDockr(words)));
      assert.deepEqual(new Set(texts.map(({ exitCode, stderr }) => `${exitCode} ${stderr}`)), new Set(['0 ']), group);
      assert.equal(new Set(texts.map(({ stdout }) => stdout)).size, 1);
      const members = COMMANDS.names.filter((name) => name.startsWith(`${group} `));
      for (const name of members) assert.match(texts[0]?.stdout ?? '', new RegExp(`^ {2}${name} `, 'm'));
    }
  });

  test('of a command that is a group, too, has both', async () => {
    const { exitCode, stdout } = await runDockr(['daemon', '--help']);
    assert.equal(exitCode, 0);
    assert.match(stdout, /^Usage: dockr daemon \[OPTIONS\]$/m);
    assert.match(stdout, /^Commands:\n {2}daemon start .*\n {2}daemon stop /m);
  });

  test('is not what a word that is no command of a group leads to', async () => {
    const { exitCode, stderr } = await runDockr(['deploy', 'snyc', '--help']);
    assert.deepEqual([exitCode, stderr.includes('did you mean "dockr deploy sync"?')], [2, true]);
  });

  test('tells every command, its options and an example', async () => {
    for (const command of await loadAll(COMMANDS)) {
      const text = await formatHelp(COMMANDS, command.name);
      assert.ok(command.examples.length > 0, command.name);
      for (const name of Object.keys(command.options))
        assert.ok(text.includes(`--${name}`), `${command.name} --${name}`);
    }
  });

  test('no command gives one letter to two options', async () => {
    for (const command of await loadAll(COMMANDS)) {
      const letters = Object.values(command.options).flatMap(({ short }) => short ?? []);
      assert.equal(new Set(letters).size, letters.length, command.name);
    }
  });

  test('the reference has a section for each command', async () => {
    const text = await commandReference(COMMANDS);
    for (const name of COMMANDS.names) assert.ok(text.includes(`\n## dockr ${name}\n`), name);
  });

  test('the completion for bash is a valid script and completes commands and options', async () => {
    const script = await formatCompletion(COMMANDS, 'bash');
    const complete = (words: readonly string[]): string =>
      execFileSync(
        'bash',
        [
          '-c',
          `${script}\nCOMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _dockr; echo "\${COMPREPLY[@]}"`,
          'bash',
          ...words,
        ],
        { encoding: 'utf8' },
      ).trim();
    assert.equal(complete(['dockr', 'do']), 'down doctor');
    assert.equal(complete(['dockr', '-f', 'x.yml', 'up', '--deta']), '--detach');
    assert.equal(complete(['dockr', 'volume', '']), 'ls rm');
  });
});

test('the version is told without anything else being loaded', async () => {
  const { exitCode, stdout } = await runDockr(['--version']);
  assert.deepEqual([exitCode, /^dockr version [0-9]+\.[0-9]+\.[0-9]+\n$/.test(stdout)], [0, true]);
});
