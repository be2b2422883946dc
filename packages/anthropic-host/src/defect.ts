import type { Ending } from '@coppice/host-parts'

/**
 * Returns the end of a session whose host cannot continue because of an error that nothing has caught.
 *
 * @param hasWorktree whether the folder of the worktree exists. Without it no program starts, and the error names the program
 */
export function failureOfDefect(error: NodeJS.ErrnoException, hasWorktree: boolean): Ending & { is: 'failed' } {
  const { message } = error
  if (!hasWorktree)
    return failed('infrastructure', `the folder of the worktree was removed while the agent was at work (${message})`)
  if (error.syscall?.startsWith('spawn') && (error.code === 'ENOENT' || error.code === 'EACCES'))
    return failed(
      'configuration',
      `the shell of the agent could not be started (${message}): install bash as /bin/bash`,
    )
  return failed('infrastructure', `the host of the agent failed (${message})`)
}

const failed = (kind: 'configuration' | 'infrastructure', reason: string) =>
  ({ is: 'failed', class: kind, reason }) as const
