import { inspect } from 'node:util'
import { CommanderError } from 'commander'
import { ConnectionLost } from './client/api-client.ts'
import { CommandError } from './command-error.ts'
import { EXIT } from './exit-codes.ts'
import { processIo, unlessReaderGone } from './io.ts'
import { createProgram } from './program.ts'

/** Runs one command line. A closed stdout or stderr (`coppice --help | head`) does not change the exit code. @returns the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  processIo.onReaderGone(() => {})
  process.stderr.on('error', unlessReaderGone)
  let exitCode: number = EXIT.done
  const program = createProgram(processIo, (code) => {
    exitCode = code
  })
  try {
    await program.parseAsync(args, { from: 'user' })
    return exitCode
  } catch (error) {
    return failureCode(error)
  }
}

function failureCode(error: unknown): number {
  // Commander has already printed the error. Help and version are not errors.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage
  if (!(error instanceof CommandError || error instanceof ConnectionLost)) {
    // Node would print the error without removing control characters, so it is printed here.
    processIo.message(`coppice: This is a mistake in Coppice. Please report it with these lines:\n${inspect(error)}`)
    return EXIT.failed
  }
  processIo.message(`coppice: ${error.message}`)
  return error instanceof CommandError ? error.exitCode : EXIT.failed
}
