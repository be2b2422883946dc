import type { ExitCode } from './exit-codes.ts'

/** An expected error. It ends the command with its message on stderr and its exit code. Any other error is a defect. */
export class CommandError extends Error {
  readonly exitCode: ExitCode
  constructor(exitCode: ExitCode, message: string) {
    super(message)
    this.exitCode = exitCode
  }
}
