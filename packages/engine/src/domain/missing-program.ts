/** The exit codes of a shell that could not start a program. */
const WHAT_TO_DO: Readonly<Record<number, [what: string, advice: string]>> = {
  126: ['a program may not be executed', 'Make it executable and commit that, or correct the command in the plan'],
  127: ['a program was not found', 'Install it where the server finds it, or correct the command in the plan'],
}
const SHELL_MESSAGE = /not found|no such file|permission denied|cannot execute|exec format/i
const LONGEST_MESSAGE = 200

/**
 * S5: explains an exit code that means a missing program, and says what to do. It quotes the shell when the output ends with its words.
 * @returns null when the code means something else
 */
export function missingProgram(exitCode: number | null, output: string): string | null {
  const known = WHAT_TO_DO[exitCode ?? 0]
  if (!known) return null
  const [what, advice] = known
  const said = output
    .split('\n')
    .slice(-5)
    .findLast((line) => SHELL_MESSAGE.test(line))
  const words = said ? ` (${said.trim().slice(0, LONGEST_MESSAGE)})` : ''
  return `exit code ${exitCode}: ${what}${words}. ${advice}`
}
