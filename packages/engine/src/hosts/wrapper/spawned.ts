import type { ChildProcess } from 'node:child_process'

/** Waits until a child process has been started. @throws when it cannot be started */
export const spawned = (child: ChildProcess): Promise<ChildProcess & { pid: number }> =>
  new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('spawn', () => resolve(child as ChildProcess & { pid: number }))
  })
