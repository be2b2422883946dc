import { realpath, stat } from 'node:fs/promises'
import { isAbsolute } from 'node:path'
import { InvalidRepository } from '../domain/refusals.ts'
import type { GitExec } from './exec/git-exec.ts'
import { firstLine, isDubiousOwnership, isGitMissing } from './exec/git-failure.ts'
import { GIT_MISSING, GitUnusable } from './git-unusable.ts'

export interface RepositoryLocation {
  path: string
  gitDir: string
  commonDir: string
  bare: boolean
}

/** Finds the git directories of a folder that must be the top of a repository. Throws InvalidRepository with what to do. */
export async function locateRepository(git: GitExec, given: string): Promise<RepositoryLocation> {
  const path = await existingFolder(given)
  const facts = ['--is-bare-repository', '--is-inside-work-tree', '--absolute-git-dir', '--git-common-dir']
  const found = await git.discover(path, ['rev-parse', '--path-format=absolute', ...facts, '--show-prefix'])
  if (found.exitCode !== 0) throw notFound(path, found.stderr)
  const [bare, inside, gitDir = '', commonDir = '', prefix] = found.stdout.toString('utf8').split('\n')
  const location = { path, gitDir, commonDir: await realpath(commonDir), bare: bare === 'true' }
  if (inside === 'true') return prefix ? refuseSubfolder(git, path) : location
  if (bare === 'true' && path === (await realpath(gitDir))) return location
  throw new InvalidRepository(path, `${path} lies inside a .git folder. Name the folder of the repository itself.`)
}

async function existingFolder(given: string): Promise<string> {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: git prints one path a line
  if (!isAbsolute(given) || /[\u0000-\u001f]/.test(given))
    throw new InvalidRepository(given, 'Name the repository by its whole path, from the root folder on.')
  const found = await stat(given).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR')
      throw new InvalidRepository(given, `There is nothing at ${given}. Name the folder of a git repository.`)
    throw new InvalidRepository(given, `${given} cannot be read (${error.code}). Give this user access to it.`)
  })
  if (!found.isDirectory())
    throw new InvalidRepository(given, `${given} is a file. Name the folder of the git repository that it belongs to.`)
  return realpath(given)
}

async function refuseSubfolder(git: GitExec, path: string): Promise<never> {
  const top = await git.discover(path, ['rev-parse', '--show-toplevel'])
  const name = top.stdout.toString('utf8').trim()
  throw new InvalidRepository(path, `${path} is a folder inside a repository. Name its top folder: ${name}`)
}

function notFound(path: string, stderr: string): Error {
  if (isGitMissing(stderr)) return new GitUnusable(GIT_MISSING)
  if (isDubiousOwnership(stderr)) {
    const cure = `git config --global --add safe.directory '${path}'`
    const message = `${path} belongs to another user, so git does not trust it. If you do, run: ${cure}`
    return new InvalidRepository(path, message)
  }
  const cure = `Make it one: git -C '${path}' init, then a first commit.`
  const why = stderr.includes('not a git repository') ? `${path} is no git repository.` : `${firstLine(stderr)}.`
  return new InvalidRepository(path, `${why} ${cure}`)
}
