import type { ChildProcess } from 'node:child_process'

/** Resolves once the child runs. Rejects when it could not be started. */
export const spawned = (child: ChildProcess): Promise<ChildProcess & { pid: number }> =>
  new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('spawn', () => resolve(child as ChildProcess & { pid: number }))
  })
