/** The exit codes with which a shell reports that it could not start a program. */
const WHAT_TO_DO: Readonly<Record<number, [what: string, advice: string]>> = {
  126: [
    'a program is not executable',
    'Make the file executable and commit that change, or correct the command in the plan',
  ],
  127: [
    'a program was not found',
    'Install the program in a folder of the PATH of the server, or correct the command in the plan',
  ],
}
const SHELL_MESSAGE = /not found|no such file|permission denied|cannot execute|exec format/i
const LONGEST_MESSAGE = 200

/**
 * Explains the exit codes 126 and 127, which mean that a program is missing or not executable (S5: such a failure is not retried, and
 * its reason says what to do). It quotes the shell's message when the last lines of the output contain one.
 * @param output what the command printed
 * @returns one line for people, or null for any other exit code
 */
export function missingProgram(exitCode: number | null, output: string): string | null {
  const known = WHAT_TO_DO[exitCode ?? 0]
  if (!known) return null
  const [what, advice] = known
  const shellMessage = output
    .split('\n')
    .slice(-5)
    .findLast((line) => SHELL_MESSAGE.test(line))
  const quote = shellMessage ? ` (${shellMessage.trim().slice(0, LONGEST_MESSAGE)})` : ''
  return `exit code ${exitCode}: ${what}${quote}. ${advice}`
}
