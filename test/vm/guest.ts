// The guest machine: systemd as pid 1, cgroup v2, reboots and power cuts. Its script is not part of this repository.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type MachineLock, waitForLock } from '../support/machine-lock.ts';
import { encodeSteps, type GuestSteps, parseSteps, type StepResult } from './guest-steps.ts';

const BESIDE_REPOSITORY = fileURLToPath(new URL('../../../shared/vm/vm', import.meta.url));
/** Programs run some ten times slower than here, and here others are at work. */
const DEFAULT_LIMIT_S = 900;
const LOCK_PATIENCE_MS = 3_000_000;
/** What the script says when it cut the power, and when the machine went away by itself. */
const STATUS_CUT = 9;
const GONE = 'the machine ended without a status';

/** A step that is the machine's last moment: nothing is written to the disk any more. */
export const POWER_CUT = 'echo b >/proc/sysrq-trigger; sleep 60';

/** For `describe(name, needsGuest, …)`. */
export const needsGuest = { skip: skipReason() };

function skipReason(): string | false {
  if (process.getuid?.() !== 0) return 'needs root: the guest machine is made by debootstrap';
  return existsSync(scriptPath()) ? false : `no guest machine: ${scriptPath()} is not there (DOCKR_VM_SCRIPT names it)`;
}

function scriptPath(): string {
  return process.env['DOCKR_VM_SCRIPT'] || BESIDE_REPOSITORY;
}

export type BootOptions = {
  /** Copied in, and the directory in which the steps run. */
  readonly folder?: string;
  /** Cuts the power so many seconds after the first step began. */
  readonly cutAfterS?: number;
  readonly limitS?: number;
  /** For each step. */
  readonly stepLimitS?: number;
};

export type Boot<Name extends string> = {
  /** Those that began; one that the power cut interrupted has no status. */
  readonly steps: Readonly<Partial<Record<Name, StepResult>>>;
  readonly wasCut: boolean;
  readonly output: string;
};

/** One machine with a disk that it keeps between boots. Disposing of it removes the disk. One at a time. */
export class Guest implements AsyncDisposable {
  readonly directory: string;
  readonly #lock: MachineLock;

  private constructor(directory: string, lock: MachineLock) {
    this.directory = directory;
    this.#lock = lock;
  }

  /** Waits until no other test has one. */
  static async create(): Promise<Guest> {
    const lock = await waitForLock('guest-machine', LOCK_PATIENCE_MS);
    return new Guest(mkdtempSync(join(process.env['DOCKR_TEST_ROOT'] ?? tmpdir(), 'guest-')), lock);
  }

  /** Boots, runs the steps one after the other, and shuts down in order, unless the power was cut before. */
  async boot<Name extends string>(steps: GuestSteps<Name>, options: BootOptions = {}): Promise<Boot<Name>> {
    const script = join(this.directory, 'script');
    writeFileSync(script, encodeSteps(steps, options.stepLimitS));
    const { output, errors, status } = await runScript([
      'run',
      ...['-t', String(options.limitS ?? DEFAULT_LIMIT_S), '-d', join(this.directory, 'disk.qcow2')],
      ...(options.cutAfterS === undefined ? [] : ['-k', String(options.cutAfterS)]),
      script,
      ...(options.folder === undefined ? [] : [options.folder]),
    ]);
    const wasCut = status === STATUS_CUT || (errors.includes(GONE) && output.includes('## begin'));
    if (status !== 0 && !wasCut) throw new Error(`the guest ended with ${status}\n${errors}${output}`);
    return { steps: parseSteps<Name>(output), wasCut, output };
  }

  /** Like `boot` without a power cut: every step has come to its end, whatever that was. */
  async all<Name extends string>(
    steps: GuestSteps<Name>,
    options: BootOptions = {},
  ): Promise<Readonly<Record<Name, StepResult>>> {
    const { steps: results, output } = await this.boot(steps, options);
    const open = Object.keys(steps).filter((name) => typeof results[name as Name]?.status !== 'number');
    if (open.length > 0) throw new Error(`steps without an end: ${open.join(', ')}\n${output}`);
    return results as Readonly<Record<Name, StepResult>>;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    rmSync(this.directory, { recursive: true, force: true });
    this.#lock[Symbol.dispose]();
  }
}

type Ended = { readonly output: string; readonly errors: string; readonly status: number | null };

function runScript(words: readonly string[]): Promise<Ended> {
  const child = spawn(scriptPath(), words, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => resolve({ output, errors, status }));
  });
}
