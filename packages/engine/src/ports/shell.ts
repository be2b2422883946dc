/** Runs short commands: verify, setup and teardown. They end when the server ends. */
export interface Shell {
  /**
   * Runs `command` with `/bin/sh -c` in a process group of its own. Resolves when the whole group has ended. At the time limit or on
   * abort the kill ladder runs. The output is stdout and stderr in the order of arrival; of more than 64 KiB only the end.
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
  output: string
  durationMs: number
}
