import { GitUnusable } from '@coppice/engine'
import { StartProblem } from '@coppice/persistence'
import { CommandError } from '../command-error.ts'
import { EXIT } from '../exit-codes.ts'
import { BadSetting } from '../settings/settings.ts'

/** Turns errors that the user can fix into a CommandError, which prints one line. All other errors are defects and keep their stack. */
export const asCommandError = (error: unknown): unknown =>
  error instanceof StartProblem || error instanceof BadSetting || error instanceof GitUnusable
    ? new CommandError(EXIT.failed, error.message)
    : error
