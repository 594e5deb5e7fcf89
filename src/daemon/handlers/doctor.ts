// `dockr doctor`: what is wrong with the machine, and that nothing of ours is left where no container needs it.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '../../api/messages.ts';
import type { Engine } from '../../engine/engine.ts';
import { listCgroups } from '../../os/cgroups.ts';
import { mountsBeneath } from '../../os/mounts.ts';
import { listProcesses } from '../../os/process-list.ts';

/** Everything checked, the good findings too. */
export async function diagnose(engine: Engine): Promise<Finding[]> {
  const findings: Finding[] = [
    {
      code: 'runtime',
      level: 'ok',
      message: `${engine.runtime.name} ${engine.runtime.version}: ${engine.runtime.reason}`,
    },
    { code: 'cgroups', level: 'ok', message: `control groups version ${engine.runtime.cgroupVersion}` },
  ];
  findings.push(...(await firewallFindings(engine)));
  for (const finding of [...engine.networks.findings(), ...(await engine.networks.probe())])
    findings.push({ level: 'warning', ...finding });
  findings.push(...(await driftFindings(engine)), ...(await leftovers(engine)));
  return findings;
}

/** Put back as by the daemon itself: not where every stack wants to be told only. */
async function firewallFindings({ networks }: Engine): Promise<Finding[]> {
  const level = 'warning';
  if (!networks.mayRepairFirewall) {
    if (await networks.isFirewallIntact()) return [];
    const message = 'the firewall table was flushed or changed, and no stack wants it put back';
    return [{ code: 'drift', level, message, hint: 'see "dockr drift --all"' }];
  }
  if (!(await networks.verifyFirewall())) return [];
  const message = 'the firewall table had been flushed or changed; it was put back';
  return [{ code: 'firewall-restored', level, message }];
}

async function driftFindings(engine: Engine): Promise<Finding[]> {
  const drift = engine.networks.observer.containerProblems();
  return [...drift].map(([id, problems]) => ({
    code: 'drift',
    level: 'warning',
    message: `container ${engine.containers.find(id)?.record.name ?? id.slice(0, 12)}: ${problems.join('; ')}`,
    hint: 'dockr up mends it',
  }));
}

/** Processes, mounts, directories, links, namespaces and cgroups of ours that no container accounts for. */
async function leftovers(engine: Engine): Promise<Finding[]> {
  const views = engine.containers.list();
  const known = new Set(views.map((view) => view.record.id));
  const active = new Set(
    views.filter((view) => view.status === 'running' || view.status === 'restarting').map((view) => view.record.id),
  );
  const strays = [
    ...engine.networks.leftovers(),
    ...strayNames(join(engine.paths.state, 'containers'), known).map((path) => `directory ${path}`),
    ...strayNames(join(engine.paths.run, 'containers'), known).map((path) => `directory ${path}`),
    ...strayNames(join(engine.paths.run, 'runtime'), active).map((path) => `runtime state ${path}`),
    ...strayNames(join(engine.paths.run, 'exits'), known).map((path) => `exit file ${path}`),
    ...strayMounts(engine, active).map((path) => `mount ${path}`),
    ...strayCgroups(engine, active).map((path) => `control group ${path}`),
    ...strayConmons(engine, active).map((pid) => `conmon process ${pid}`),
    ...(await engine.volumes.strays()).map((path) => `volume directory ${path}`),
  ];
  if (strays.length === 0)
    return [{ code: 'no-leftovers', level: 'ok', message: 'nothing is left over that no container needs' }];
  return strays.map((stray) => ({
    code: 'leftover',
    level: 'error',
    message: `left over: ${stray}`,
    hint: 'dockr daemon stop; the next start removes it',
  }));
}

function strayNames(directory: string, known: ReadonlySet<string>): string[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .filter((name) => !known.has(name))
    .map((name) => join(directory, name));
}

function strayMounts(engine: Engine, active: ReadonlySet<string>): string[] {
  const folder = join(engine.paths.run, 'containers');
  return mountsBeneath(folder)
    .map((mount) => mount.target)
    .filter((target) => {
      const id = target.slice(folder.length + 1).split('/')[0] ?? '';
      return !active.has(id);
    });
}

function strayCgroups(engine: Engine, active: ReadonlySet<string>): string[] {
  return listCgroups(engine.cgroupParent).filter((path) => !active.has(path.split('/').at(-1) ?? ''));
}

function strayConmons(engine: Engine, active: ReadonlySet<string>): number[] {
  const bundles = join(engine.paths.run, 'containers');
  return listProcesses()
    .filter(({ command, arguments: argv }) => {
      const bundle = command === 'conmon' ? argv[argv.indexOf('-b') + 1] : undefined;
      return bundle?.startsWith(`${bundles}/`) && !active.has(bundle.slice(bundles.length + 1));
    })
    .map(({ pid }) => pid);
}
