import { type ContentDigest, computeDigest } from './digest.ts';

/** Identifies a stack of layers, lowest first (image-spec, config.md, "Layer ChainID"); undefined for no layers. */
export function chainId(diffIds: readonly ContentDigest[]): ContentDigest | undefined {
  let chain: ContentDigest | undefined;
  for (const diffId of diffIds) {
    chain = chain === undefined ? diffId : computeDigest('sha256', Buffer.from(`${chain} ${diffId}`));
  }
  return chain;
}
