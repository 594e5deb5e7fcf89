// A log in a folder of its own, with its anchor in memory and a clock that tests move.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Anchor } from '../../src/audit/anchor.ts';
import { AuditLog, type AuditLogOptions } from '../../src/audit/audit-log.ts';
import type { AuditEntry } from '../../src/audit/audit-record.ts';
import { type AuditVerdict, verifyLog } from '../../src/audit/verify-log.ts';
import { FakeClock } from '../support/fake-clock.ts';

export class AuditRig implements Disposable {
  readonly folder = join(mkdtempSync(join(process.env['DOCKR_TEST_ROOT'] ?? tmpdir(), 'audit-')), 'audit');
  readonly clock = new FakeClock();
  readonly warnings: string[] = [];
  anchor: Anchor | null = null;

  open(options: Partial<AuditLogOptions> = {}): AuditLog {
    return new AuditLog({
      folder: this.folder,
      clock: this.clock,
      warn: (code) => this.warnings.push(code),
      anchor: {
        load: () => this.anchor,
        save: (anchor) => {
          this.anchor = anchor;
        },
      },
      ...options,
    });
  }

  /** A log of so many records, written and closed. */
  async write(count: number, options: Partial<AuditLogOptions> = {}): Promise<void> {
    const log = this.open(options);
    for (let number = 1; number <= count; number++) log.append(noted(`shop-${number}`));
    await log.close();
  }

  verify(): Promise<AuditVerdict> {
    return verifyLog(this.folder, { anchor: this.anchor });
  }

  /** `file:line kind` of each finding. */
  async findings(): Promise<readonly string[]> {
    const { findings } = await this.verify();
    return findings.map(({ line, kind }) => `${line ?? '-'} ${kind}`);
  }

  get files(): readonly string[] {
    return readdirSync(this.folder).sort();
  }

  /** The lines of a file, the first unless another is named. */
  lines(file = this.files[0] ?? ''): string[] {
    return readFileSync(join(this.folder, file), 'utf8').split('\n').slice(0, -1);
  }

  /** What an attacker does to the lines. */
  tamper(change: (lines: string[]) => readonly string[], file = this.files[0] ?? ''): void {
    writeFileSync(
      join(this.folder, file),
      change(this.lines(file))
        .map((line) => `${line}\n`)
        .join(''),
    );
  }

  [Symbol.dispose](): void {
    rmSync(join(this.folder, '..'), { recursive: true, force: true });
  }
}

export function noted(stack: string): Extract<AuditEntry, { event: 'noted' }> {
  return { event: 'noted', action: 'up', actor: { kind: 'daemon' }, target: { stack }, outcome: { result: 'done' } };
}
