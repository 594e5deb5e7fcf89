// A process that upgrades, to be killed: upgrade-driver.ts DIRECTORY-OF-RIG ARCHIVE [SICK-VERSION …]
import { join } from 'node:path';
import { upgrade } from '../../src/install/upgrade.ts';

const [, , directory = '', archive = '', ...sick] = process.argv;
const nothing = async (): Promise<void> => {};
const service = { reload: nothing, enable: nothing, disable: nothing, restart: nothing, stop: nothing, start: nothing };

await upgrade(
  { archive, allowDowngrade: false },
  {
    places: {
      programs: join(directory, 'opt/dockr'),
      link: join(directory, 'bin/dockr'),
      unit: join(directory, 'units/dockr.service'),
      keys: join(directory, 'keys'),
      groups: join(directory, 'group'),
    },
    service: { ...service, isEnabled: async () => true, isActive: async () => true },
    platform: `linux-${process.arch}`,
    checkHealth: async (version) => {
      if (sick.includes(version)) throw new Error('sick');
    },
    restoreDatabase: () => {},
    onStep: () => {},
  },
);
