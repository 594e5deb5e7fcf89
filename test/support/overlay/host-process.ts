// Runs in the network namespace of a simulated host: a data plane that does what the test's process asks for.

import { toWireError } from '../../../src/core/errors.ts';
import { DataPlane, type DataPlaneOptions } from '../../../src/overlay/data-plane/data-plane.ts';
import type { DesiredDataPlane } from '../../../src/overlay/data-plane/desired-state.ts';

/** What the test asks for, by the name of the call. */
export type HostCall =
  | { readonly call: 'open'; readonly options: DataPlaneOptions }
  | { readonly call: 'apply'; readonly desired: DesiredDataPlane }
  | { readonly call: 'verify' }
  | { readonly call: 'dropped' }
  | { readonly call: 'close' };

let dataPlane: DataPlane | undefined;

process.on('message', async ({ id, request }: { readonly id: number; readonly request: HostCall }) => {
  try {
    process.send?.({ id, result: await answer(request) });
  } catch (error) {
    process.send?.({ id, error: toWireError(error) });
  }
});
// The test's process is gone.
process.on('disconnect', () => process.exit(1));

async function answer(request: HostCall): Promise<unknown> {
  if (request.call === 'open') {
    await dataPlane?.[Symbol.asyncDispose]();
    dataPlane = new DataPlane(request.options);
    return null;
  }
  if (!dataPlane) throw new Error('no data plane is open');
  switch (request.call) {
    case 'apply':
      return plain(await dataPlane.apply(request.desired));
    case 'verify':
      return plain(await dataPlane.verify());
    case 'dropped':
      return dataPlane.dropped();
    case 'close':
      await dataPlane[Symbol.asyncDispose]();
      dataPlane = undefined;
      return null;
  }
}

/** Errors as they travel. */
function plain(report: Awaited<ReturnType<DataPlane['verify']>>): unknown {
  if (!report) return null;
  return { ...report, failures: report.failures.map(({ vni, error }) => ({ vni, error: toWireError(error) })) };
}
