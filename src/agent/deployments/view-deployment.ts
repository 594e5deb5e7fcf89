// What is shown of a deployment.
import type { DeploymentRecord } from '../../store/deployments.ts';
import type { ImagesView } from '../images/round-images.ts';
import { liveConditions } from '../loop/conditions.ts';
import type { AgentContext } from './agent-context.ts';
import type { DeploymentView } from './agent-parts.ts';
import { isSuspended } from './find-deployment.ts';

const NO_IMAGES: ImagesView = { pins: [], updates: [] };

/** As it is now, the work of its worker included. */
export function viewDeployment(record: DeploymentRecord, { parts, facts, workers }: AgentContext): DeploymentView {
  const status = facts.statusOf(record.name);
  const { isBusy, nextAt, since } = workers.of(record.name);
  const live = { isBusy, since, suspended: isSuspended(record), generation: record.generation };
  const conditions = liveConditions(status, { ...live, isFailing: record.error !== null });
  const images = parts.images?.describe(record.name, record.applied?.commit ?? null) ?? NO_IMAGES;
  return { record, status, conditions, isBusy, nextAt, images };
}
