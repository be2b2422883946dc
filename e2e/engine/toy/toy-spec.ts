import type { AttemptOrder } from '@coppice/engine'

/** What the toy host is started with. */
export interface ToySpec {
  /** The name of the file in the worktree to which it writes the answers. */
  file: string
  limits: AttemptOrder['limits']
}
