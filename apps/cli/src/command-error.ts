import type { ExitCode } from './exit-codes.ts'

/** Ends the command with a message for people, on stderr, and an exit code. Anything else that is thrown is a defect. */
export class CommandError extends Error {
  readonly exitCode: ExitCode
  constructor(exitCode: ExitCode, message: string) {
    super(message)
    this.exitCode = exitCode
  }
}
