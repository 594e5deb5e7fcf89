import { DockrError, type ErrorDetails } from '../../core/errors.ts';

/** All that can go wrong with the store, whichever call it was. Which of them may be tried again is in `isTransient`. */
export type StoreErrorCode =
  | 'store-bad-answer'
  | 'store-bad-configuration'
  | 'store-compacted'
  | 'store-conflict'
  | 'store-full'
  | 'store-lease-gone'
  | 'store-outcome-unknown'
  | 'store-refused'
  | 'store-unauthorised'
  | 'store-unreachable';

export class StoreError extends DockrError {
  constructor(code: StoreErrorCode, details: ErrorDetails) {
    super('network', code, details);
  }
}

/** Whether the same call may well succeed later without anybody changing anything. */
export function isTransient(error: unknown): boolean {
  return error instanceof StoreError && (error.code === 'store-unreachable' || error.code === 'store-outcome-unknown');
}
