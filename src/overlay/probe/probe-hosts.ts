import { toWireError } from '../../core/errors.ts';
import { outerSize } from '../data-plane/underlay.ts';
import type { KnownState } from '../host/desired-state.ts';
import type { OverlayProblem } from '../overlay.ts';
import { choosePaths, type ProbePath } from './choose-paths.ts';
import { type ProbeOutcome, probePath } from './probe-path.ts';

/** Sends packets to all hosts that can be asked, and tells what is wrong with the ways there. Takes some seconds at most. */
export async function probeHosts(known: KnownState, linkPrefix: string): Promise<readonly OverlayProblem[]> {
  const paths = choosePaths(known, linkPrefix);
  const problems = await Promise.all(
    paths.map(async (path) => {
      try {
        return probeProblems(path, await probePath(path));
      } catch (error) {
        // A device that goes while it is used: the data plane tells of that.
        const { code, message } = toWireError(error);
        return [{ code, message: `look at the way to host "${path.node}": ${message}` }];
      }
    }),
  );
  return problems.flat();
}

/** What an outcome means to people; nothing where there is nothing to do. Pure. */
export function probeProblems(path: ProbePath, outcome: ProbeOutcome): readonly OverlayProblem[] {
  const { node, address, port, network, mtu } = path;
  const packets = path.isEncrypted ? 'ESP (IP protocol 50)' : `UDP port ${port}`;
  const host = `host "${node}" (${address})`;
  switch (outcome.kind) {
    case 'open':
    case 'no-device':
      return [];
    case 'blocked':
      return [
        {
          code: 'overlay-port-blocked',
          message: `${host} answers, but nothing comes back from it through network "${network}"`,
          hint: `let ${packets} through between the hosts, both ways: in their firewalls and in what is between them`,
        },
      ];
    case 'silent':
      return [
        {
          code: 'overlay-host-silent',
          message: `${host} does not answer, neither through network "${network}" nor to a ping; the store has heard it within its lease`,
          hint: 'check that it runs, and that its advertised address can be reached from this host',
        },
      ];
    case 'narrow': {
      return [
        {
          code: 'overlay-path-narrow',
          message: `packets of ${outerSize(mtu, path)} bytes do not reach ${host} in one piece; the largest that do have ${outerSize(outcome.passes, path)}`,
          hint: `raise the MTU on the way there, or give network "${network}" driver_opts: {mtu: "${outcome.passes}"} in all stack files`,
        },
      ];
    }
  }
}
