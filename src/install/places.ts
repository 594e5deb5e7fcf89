// Where dockr is on a machine. Drawn once:
//
//   <programs>/a, <programs>/b      two releases; the one that does not run is the place for the next
//   <programs>/current -> a         which one runs: changed by one rename
//   <programs>/.lock                who installs or upgrades
//   <programs>/.next-*              a release on its way
//   <link> -> <programs>/current/bin/dockr
//   <unit>                          the service of systemd
//   <keys>/*.pem                    public keys whose releases this machine takes
import { join } from 'node:path';

export type InstallPlaces = {
  readonly programs: string;
  readonly link: string;
  readonly unit: string;
  readonly keys: string;
  readonly groups: string;
};

export const USUAL_PLACES: InstallPlaces = {
  programs: '/opt/dockr',
  link: '/usr/local/bin/dockr',
  unit: '/etc/systemd/system/dockr.service',
  keys: '/etc/dockr/release-keys',
  groups: '/etc/group',
};

export const SERVICE = 'dockr.service';
export const GROUP = 'dockr';

/** The program within a release. */
export const PROGRAM = 'bin/dockr';

/** What the link on the path leads to: whichever release is current. */
export function currentProgram({ programs }: InstallPlaces): string {
  return join(programs, 'current', PROGRAM);
}
