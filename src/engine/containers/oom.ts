// Whether the kernel killed something in a container for want of memory.
import { readOomKills } from '../../os/cgroup-usage.ts';

/** To be asked before the runtime removes the cgroup. */
export function wasOomKilled(cgroupParent: string, id: string): boolean {
  return (readOomKills(`${cgroupParent}/${id}`) ?? 0) > 0;
}
