// Hooks and `develop` in the shape of a stack file.
import type { Develop, Hook, InitContainer } from './model/hooks.ts';
import { compact, type Shape } from './shape.ts';

export function hookShape(hook: Hook): Shape {
  return compact({
    command: hook.command,
    environment: hook.environment,
    privileged: hook.privileged,
    user: hook.user,
    working_dir: hook.workingDir,
    ...hook.extensions,
  });
}

export function initContainerShape(container: InitContainer): Shape {
  return compact({ ...hookShape(container), image: container.image, per_replica: container.perReplica });
}

export function developShape(develop: Develop): Shape {
  const watch = develop.watch.map((rule) =>
    compact({
      action: rule.action,
      exec: rule.exec && hookShape(rule.exec),
      ignore: rule.ignore,
      include: rule.include,
      initial_sync: rule.initialSync,
      path: rule.path,
      target: rule.target,
      ...rule.extensions,
    }),
  );
  return compact({ watch: watch.length > 0 ? watch : undefined, ...develop.extensions });
}
