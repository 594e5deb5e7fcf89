import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { compileSeccomp, type SeccompProfile } from '../../src/os/seccomp.ts';
import { resolveSyscall, seccompLibraryVersion } from '../../src/os/seccomp-library.ts';
import { newSyscallPrologue } from '../../src/os/seccomp-prologue.ts';

const skip = process.arch === 'x64' ? false : 'a profile of x86-64';

function profile(names: readonly string[]): SeccompProfile {
  return {
    defaultAction: 'SCMP_ACT_ERRNO',
    defaultErrnoRet: 1,
    architectures: ['SCMP_ARCH_X86_64', 'SCMP_ARCH_X86', 'SCMP_ARCH_X32'],
    syscalls: [{ names, action: 'SCMP_ACT_ALLOW' }],
  };
}

test('the version of the library is told', () => {
  assert.match(seccompLibraryVersion(), /^[0-9]+\.[0-9]+\.[0-9]+$/);
});

test('names unknown to the library have no number', () => {
  assert.equal(resolveSyscall('no_such_call'), undefined);
  assert.equal(typeof resolveSyscall('read'), 'number');
});

test('the program loads the architecture first and ends in a verdict', { skip }, () => {
  const program = compileSeccomp(profile(['read', 'no_such_call']));
  assert.equal(program.length % 8, 0);
  assert.deepEqual([program.readUInt16LE(0), program.readUInt32LE(4)], [0x20, 4]);
});

test('the same profile is compiled once in a process', { skip }, () => {
  assert.equal(compileSeccomp(profile(['read'])), compileSeccomp(profile(['read'])));
  assert.notDeepEqual(compileSeccomp(profile(['read'])), compileSeccomp(profile(['write'])));
});

test('a compiled program is kept in the directory, and a damaged file there is not used', { skip }, async () => {
  const directory = mkdtempSync(join(tmpdir(), 'dockr-seccomp-'));
  try {
    const program = compileSeccomp(profile(['open', 'close']), directory);
    const [file = ''] = readdirSync(directory);
    const path = join(directory, file);
    assert.deepEqual(readFileSync(path).subarray(32), program);
    writeFileSync(path, readFileSync(path).subarray(0, -8));
    // Another copy of the module has nothing in memory.
    const fresh: typeof import('../../src/os/seccomp.ts') = await import(`../../src/os/seccomp.ts?${Date.now()}`);
    assert.deepEqual(fresh.compileSeccomp(profile(['open', 'close']), directory), program);
    assert.deepEqual(readFileSync(path).subarray(32), program);
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test('a directory that cannot be written is no failure', { skip }, () => {
  assert.ok(compileSeccomp(profile(['lseek']), '/dev/null/cache').length > 0);
});

test('the prologue knows the numbers of calls that are the same everywhere', () => {
  const verdicts = new Map([
    ['mseal', 0x7fff0000],
    ['removexattrat', 0x7fff0000],
  ]);
  const instructions = newSyscallPrologue(verdicts, {
    tokens: [0xc000003e, 0x4000003e],
    isKnown: (name) => name === 'removexattrat',
  });
  assert.ok(instructions.some(({ code, k }) => code === 0x15 && k === 462));
  assert.ok(instructions.some(({ code, k }) => code === 0x25 && k === 466));
  assert.ok(!instructions.some(({ code, k }) => code === 0x15 && k === 466));
});

test('a profile without any of the new calls has no prologue', () => {
  assert.deepEqual(newSyscallPrologue(new Map([['read', 0]]), { tokens: [0xc000003e], isKnown: () => true }), []);
});
