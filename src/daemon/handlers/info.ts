import { release } from 'node:os';
import type { EngineInfo, VersionInfo } from '../../api/messages.ts';
import type { Engine } from '../../engine/engine.ts';

/** What `dockr info` shows of the engine. */
export async function engineInfo(engine: Engine): Promise<Omit<EngineInfo, keyof VersionInfo>> {
  const { runtime } = engine;
  const views = engine.containers.list();
  return {
    stateDirectory: engine.paths.state,
    runDirectory: engine.paths.run,
    runtime: `${runtime.name} ${runtime.version} (${runtime.path})`,
    runtimeReason: runtime.reason,
    cgroupVersion: String(runtime.cgroupVersion),
    kernel: release(),
    containers: views.length,
    running: views.filter((view) => view.status === 'running').length,
    images: engine.images.list().length,
    seccomp: true,
  };
}
