import { GIT_MISSING, GitUnusable } from '../git-unusable.ts'
import type { GitOutcome, GitResult } from './run-git.ts'

/**
 * The number of characters of git's output that a message quotes. A command that fails for each of 10,000 files prints 10,000 lines.
 */
const QUOTED_CHARACTERS = 4_000

/** An error: a git command failed. The message contains what git printed. Code outside this file must not depend on git's English texts. */
export class GitFailure extends Error {
  readonly exitCode: number
  readonly stderr: string

  constructor(args: readonly string[], { exitCode, stdout, stderr }: GitResult) {
    super(`git ${args[0]} failed (exit code ${exitCode}): ${outputOf(stdout, stderr)}`)
    this.exitCode = exitCode
    this.stderr = stderr
  }
}

/** An error: git could not be started or was killed, for example at a limit of the system for files, so that nothing is known of its work. */
export class GitWithoutResult extends Error {}

/** Joins what git printed, with its error messages first. */
function outputOf(stdout: Buffer, stderr: string): string {
  const parts = [stderr.replace(/^(?:fatal|error): /, ''), stdout.toString('utf8')].map((part) => part.trim())
  const whole = parts.filter((part) => part !== '').join('\n')
  if (whole.length > QUOTED_CHARACTERS) return `${whole.slice(0, QUOTED_CHARACTERS)} …`
  return whole || 'git printed no reason'
}

/** @returns whether git refused a repository because it belongs to another user. Git has no exit code of its own for this. */
export const isDubiousOwnership = (stderr: string): boolean => stderr.includes('dubious ownership')

/**
 * Checks that git ran to its end. Without this check, a caller would read the exit code of a git that was killed as: the commit, ref or
 * identity does not exist.
 *
 * @throws GitUnusable when git is not installed, and GitWithoutResult when git could not be started or was killed
 */
export function assertEnded(args: readonly string[], outcome: GitOutcome): asserts outcome is GitResult {
  const { exitCode, stderr } = outcome
  if (exitCode !== null && exitCode >= 0) return
  // The text is Node's message, which simple-git puts in place of git's error output.
  if (stderr.includes('spawn git ENOENT')) throw new GitUnusable(GIT_MISSING)
  throw new GitWithoutResult(`git ${args[0]} has no result: ${exitCode === null ? 'it was killed' : firstLine(stderr)}`)
}

/** @returns the first line of git's error output, without the prefix `fatal: ` or `error: ` */
export function firstLine(stderr: string): string {
  const line = stderr.split('\n').find((one) => one.trim() !== '') ?? 'git printed no reason'
  return line.replace(/^(?:fatal|error): /, '').trim()
}

/** @returns the first line of git's error output, then the paths that git lists below it. Git puts a tab before each path. */
export function reasonWithPaths(stderr: string): string {
  const paths = stderr
    .split('\n')
    .filter((line) => line.startsWith('\t'))
    .map((line) => line.trim())
  return [firstLine(stderr), ...(paths.length > 0 ? [paths.join(', ')] : [])].join(' ')
}
