import { CommandError } from '../command-error.ts'
import { EXIT } from '../exit-codes.ts'

/** Refuses arguments of a command that gets its plan by `--plan`. @param command the name of the command */
export function refuseArguments(command: string, [first, ...others]: readonly string[]): void {
  if (first === undefined) return
  const what = others.length > 0 ? `${first} and ${others.length} more` : first
  throw new CommandError(
    EXIT.usage,
    `coppice ${command} takes no arguments, but got ${what}. If it is the plan: coppice ${command} --plan ${first}`,
  )
}
