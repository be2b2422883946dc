/** Short commands that belong to the server's life: verify, setup, teardown. They end with it. */
export interface Shell {
  /**
   * Runs `command` by `/bin/sh -c` in a process group of its own. Resolves when all of the group has ended; at the time limit or
   * on abort the kill ladder runs. Output is stdout and stderr as they came, its end where it is longer than 64 KiB.
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
