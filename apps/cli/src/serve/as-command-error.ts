import { GitUnusable } from '@coppice/engine'
import { StartProblem } from '@coppice/persistence'
import { CommandError } from '../command-error.ts'
import { EXIT } from '../exit-codes.ts'
import { BadSetting } from '../settings/settings.ts'

/** Errors that the person who starts the server can fix end the command with one line. All others are defects and keep their stack. */
export const asCommandError = (error: unknown): unknown =>
  error instanceof StartProblem || error instanceof BadSetting || error instanceof GitUnusable
    ? new CommandError(EXIT.failed, error.message)
    : error
