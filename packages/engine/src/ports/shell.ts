/** Runs short commands: verify, setup and teardown. They end when the server ends. */
export interface Shell {
  /**
   * Runs `command` with `/bin/sh -c` in a process group of its own. Resolves when the whole group has ended. At the time limit and on an
   * abort, the group gets SIGTERM, and SIGKILL after a grace time.
   */
  run(request: ShellRequest): Promise<ShellResult>
}

export interface ShellRequest {
  command: string
  cwd: string
  env: Readonly<Record<string, string>>
  timeoutMs: number
  signal?: AbortSignal
}

export interface ShellResult {
  how: 'exited' | 'timed-out' | 'aborted'
  exitCode: number | null
  /** stdout and stderr in the order of arrival. Only the last 64 KiB are kept. */
  output: string
  durationMs: number
}
