// The limits of a container, as its control group has them.

/** Null is unlimited, or what the kernel gives by default; undefined could not be read, or is not limited here at all. */
export type CgroupLimits = {
  readonly memory: number | null | undefined;
  readonly memoryReservation: number | null | undefined;
  /** Memory and swap together. */
  readonly memorySwap: number | null | undefined;
  readonly cpus: number | null | undefined;
  readonly cpuShares: number | null | undefined;
  /** As the kernel or the spec writes it: `0-1`. */
  readonly cpuset: string | null | undefined;
  readonly pids: number | null | undefined;
};
