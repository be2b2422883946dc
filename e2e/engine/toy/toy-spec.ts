import type { AttemptOrder } from '@coppice/engine'

/** What the toy host is started with. */
export interface ToySpec {
  /** The name of a file in the worktree. The host writes the answers to it. */
  file: string
  limits: AttemptOrder['limits']
}
