import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'

export interface GitStart {
  cwd: string
  args: readonly string[]
  /** The whole environment. */
  env: Readonly<Record<string, string>>
  /** The umask of git, or null for the umask of this process. */
  umask: number | null
}

/**
 * Starts a git that reads from its standard input as long as the caller sends something. It is in a process group of its own, so that Ctrl-C
 * does not end it in the middle of a change. Its standard input closes when this process dies.
 */
export function startGit({ cwd, args, env, umask }: GitStart): ChildProcessWithoutNullStreams {
  // Node can start a process only with its own umask.
  const [command, ...rest] =
    umask === null
      ? ['git', ...args]
      : ['/bin/sh', '-c', 'umask "$1"; shift; exec git "$@"', 'sh', umask.toString(8), ...args]
  const child = spawn(command ?? 'git', rest, { cwd, env, stdio: 'pipe', detached: true })
  child.stdin.on('error', () => {})
  return child
}
