/** A git command that did not do what it was asked. Only this file reads what git says in English. */
export class GitFailure extends Error {
  readonly exitCode: number
  readonly stderr: string

  constructor(args: readonly string[], exitCode: number, stderr: string) {
    super(`git ${args[0]} failed (exit code ${exitCode}): ${firstLine(stderr)}`)
    this.exitCode = exitCode
    this.stderr = stderr
  }
}

/** Git's own word for a repository that belongs to another user; it offers no exit code of its own. */
export const isDubiousOwnership = (stderr: string): boolean => stderr.includes('dubious ownership')

/** Node's words when there is no such program, as simple-git passes them on. */
export const isGitMissing = (stderr: string): boolean => stderr.includes('spawn git ENOENT')

/** What git complains about first, without its prefix, for people. */
export function firstLine(stderr: string): string {
  const line = stderr.split('\n').find((one) => one.trim() !== '') ?? 'no reason given'
  return line.replace(/^(?:fatal|error): /, '').trim()
}
