import { GitUnusable } from '@coppice/engine'
import { StartProblem } from '@coppice/persistence'
import { CommandError } from '../command-error.ts'
import { EXIT } from '../exit-codes.ts'
import { BadSetting } from '../settings/settings.ts'

/** What can be put right by whoever starts the server ends in one line; the rest is a defect and keeps its stack. */
export const asCommandError = (error: unknown): unknown =>
  error instanceof StartProblem || error instanceof BadSetting || error instanceof GitUnusable
    ? new CommandError(EXIT.failed, error.message)
    : error
