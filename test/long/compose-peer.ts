// The Compose that is compared with, and what to say where there is none.
import { findPeerScript } from '../bench/peer.ts';

export const script = findPeerScript(process.env);
export const skip = script ? false : 'no Docker to compare with: set DOCKR_PEERS_SCRIPT (docs/benchmarks.md)';
