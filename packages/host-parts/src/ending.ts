import type { Failed } from '@coppice/engine/domain/session-facts'

/** How the work of a host ended. With `stopped`, the host was asked to end. */
export type Ending =
  | { is: 'done' | 'stopped' }
  | { is: 'failed'; class: Failed['class']; reason: string }
  | { is: 'limited'; until: number | null; reason: string }
