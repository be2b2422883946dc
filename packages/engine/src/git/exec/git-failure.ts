import type { GitResult } from './run-git.ts'

/** The longest text of git that a message quotes, in characters. A command that fails for each of 10,000 files prints the same line 10,000 times. */
const MOST_SAID = 4_000

/** A git command that failed. The message contains everything that git printed. Only this file interprets git's English. */
export class GitFailure extends Error {
  readonly exitCode: number
  readonly stderr: string

  constructor(args: readonly string[], { exitCode, stdout, stderr }: GitResult) {
    super(`git ${args[0]} failed (exit code ${exitCode}): ${said(stdout, stderr)}`)
    this.exitCode = exitCode
    this.stderr = stderr
  }
}

/** The complaint comes first. */
function said(stdout: Buffer, stderr: string): string {
  const parts = [stderr.replace(/^(?:fatal|error): /, ''), stdout.toString('utf8')].map((part) => part.trim())
  const whole = parts.filter((part) => part !== '').join('\n')
  if (whole.length > MOST_SAID) return `${whole.slice(0, MOST_SAID)} …`
  return whole || 'no reason given'
}

/** Git's message for a repository that belongs to another user. Git has no exit code for it. */
export const isDubiousOwnership = (stderr: string): boolean => stderr.includes('dubious ownership')

/** Node's message when the program is missing, as simple-git passes it on. */
export const isGitMissing = (stderr: string): boolean => stderr.includes('spawn git ENOENT')

/** Git's first complaint, without its prefix, for people. */
export function firstLine(stderr: string): string {
  const line = stderr.split('\n').find((one) => one.trim() !== '') ?? 'no reason given'
  return line.replace(/^(?:fatal|error): /, '').trim()
}

/** The same, with the paths that git lists below it. Git puts a tab before each. */
export function reasonWithPaths(stderr: string): string {
  const paths = stderr
    .split('\n')
    .filter((line) => line.startsWith('\t'))
    .map((line) => line.trim())
  return [firstLine(stderr), ...(paths.length > 0 ? [paths.join(', ')] : [])].join(' ')
}
