import type { ExitCode } from './exit-codes.ts'

/** Ends the command with a message on stderr and an exit code. Any other thrown error is a defect. */
export class CommandError extends Error {
  readonly exitCode: ExitCode
  constructor(exitCode: ExitCode, message: string) {
    super(message)
    this.exitCode = exitCode
  }
}
