// Places in a folder of their own, small releases, and a service that only notes what it is told: that one is ours to fake.
import { execFileSync } from 'node:child_process';
import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { InstallParts } from '../../src/install/install.ts';
import type { InstallPlaces } from '../../src/install/places.ts';
import { signStatement } from '../../src/install/release-statement.ts';
import { releaseParts } from '../../src/install/release-tree.ts';
import type { ServiceControl } from '../../src/install/service-control.ts';
import type { UpgradeParts } from '../../src/install/upgrade.ts';

export const PLATFORM = `linux-${process.arch}`;
const FOLDERS = ['dist', 'node_modules/koffi', `node_modules/@koromix/koffi-linux-${process.arch}`];
type KeyPair = { readonly publicKey: KeyObject; readonly privateKey: KeyObject };

export class InstallRig implements Disposable {
  readonly directory = mkdtempSync(join(process.env['DOCKR_TEST_ROOT'] ?? tmpdir(), 'install-'));
  readonly places: InstallPlaces;
  /** What the service was told. */
  readonly told: string[] = [];
  readonly groups: string[] = [];
  readonly steps: string[] = [];
  readonly state = { isEnabled: false, isActive: false };
  readonly keys: KeyPair = generateKeyPairSync('ed25519');
  /** Throws for a version that does not do well. */
  readonly sick = new Set<string>();
  restored = 0;

  constructor() {
    const { directory } = this;
    for (const folder of ['opt', 'bin', 'units']) mkdirSync(join(directory, folder));
    this.places = {
      programs: join(directory, 'opt/dockr'),
      link: join(directory, 'bin/dockr'),
      unit: join(directory, 'units/dockr.service'),
      keys: join(directory, 'keys'),
      groups: join(directory, 'group'),
    };
    writeFileSync(this.places.groups, 'root:x:0:\n');
  }

  get service(): ServiceControl {
    const tell = async (what: string, change: Partial<typeof this.state> = {}): Promise<void> => {
      this.told.push(what);
      Object.assign(this.state, change);
    };
    return {
      isEnabled: async () => this.state.isEnabled,
      isActive: async () => this.state.isActive,
      reload: () => tell('reload'),
      enable: () => tell('enable', { isEnabled: true }),
      disable: () => tell('disable', { isEnabled: false, isActive: false }),
      restart: () => tell('restart', { isActive: true }),
      stop: () => tell('stop', { isActive: false }),
      start: () => tell('start', { isActive: true }),
    };
  }

  installParts(release: string, key: string | null = null): InstallParts {
    const createGroup = async (name: string): Promise<void> => {
      this.groups.push(name);
      writeFileSync(this.places.groups, `root:x:0:\n${name}:x:990:\n`);
    };
    return { places: this.places, service: this.service, release, key, createGroup };
  }

  upgradeParts(): UpgradeParts {
    return {
      places: this.places,
      service: this.service,
      platform: PLATFORM,
      checkHealth: async (version) => {
        if (this.sick.has(version) || this.runningVersion() !== version) throw new Error(`${version} is not well`);
      },
      restoreDatabase: () => {
        this.restored++;
      },
      onStep: (text) => this.steps.push(text),
    };
  }

  /** A folder that has all parts of a release, the program a script that says its version. */
  release(version: string, program = `#!/bin/sh\necho ${version}\n`): string {
    const folder = join(this.directory, `release-${version}`);
    for (const part of releaseParts()) {
      mkdirSync(dirname(join(folder, part)), { recursive: true });
      if (!FOLDERS.includes(part)) writeFileSync(join(folder, part), `${part} of ${version}\n`);
      else mkdirSync(join(folder, part));
    }
    writeFileSync(join(folder, 'dist/daemon.js'), `// ${version}\n`);
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ version }));
    writeFileSync(join(folder, 'scripts/dockr.service'), '[Service]\n');
    writeFileSync(join(folder, 'bin/dockr'), program);
    chmodSync(join(folder, 'bin/dockr'), 0o755);
    return folder;
  }

  /** As `dockr install` leaves it. */
  installed(version: string): void {
    const { programs } = this.places;
    mkdirSync(programs, { recursive: true });
    cpSync(this.release(version), join(programs, 'a'), { recursive: true });
    execFileSync('ln', ['-s', 'a', join(programs, 'current')]);
  }

  trust({ publicKey }: KeyPair = this.keys): void {
    mkdirSync(this.places.keys, { recursive: true });
    writeFileSync(join(this.places.keys, 'ours.pem'), publicKey.export({ type: 'spki', format: 'pem' }), {
      mode: 0o644,
    });
  }

  /** A release as an archive with its signature. */
  archive(version: string, release = this.release(version)): string {
    const path = join(this.directory, `dockr-${version}.tar.gz`);
    execFileSync('tar', [
      '-czf',
      path,
      '-C',
      this.directory,
      `--transform=s,^release-${version},dockr,`,
      `release-${version}`,
    ]);
    rmSync(release, { recursive: true });
    this.sign(path, version);
    return path;
  }

  sign(path: string, version: string, { keys = this.keys, platform = PLATFORM } = {}): void {
    const bytes = readFileSync(path);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const statement = { product: 'dockr', version, platform, sha256, size: bytes.length } as const;
    writeFileSync(`${path}.sig`, signStatement(statement, keys));
  }

  /** What `current` leads to says. */
  runningVersion(): string {
    return execFileSync(join(this.places.programs, 'current/bin/dockr'), { encoding: 'utf8' }).trim();
  }

  get slot(): string {
    return readlinkSync(join(this.places.programs, 'current'));
  }

  /** Names in the folder of programs, without the lock. */
  get programs(): readonly string[] {
    const { programs } = this.places;
    return existsSync(programs)
      ? readdirSync(programs)
          .filter((name) => name !== '.lock')
          .sort()
      : [];
  }

  [Symbol.dispose](): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}
