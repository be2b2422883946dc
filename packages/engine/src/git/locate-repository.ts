import { realpath, stat } from 'node:fs/promises'
import { isAbsolute, relative } from 'node:path'
import { InvalidRepository } from '../domain/refusals.ts'
import { hidingSetting, hidingWords } from './checkout/hiding-setting.ts'
import type { GitExec } from './exec/git-exec.ts'
import { firstLine, isDubiousOwnership } from './exec/git-failure.ts'
import { type ConfigEntry, parseConfigList } from './exec/parse-config-list.ts'

export interface RepositoryLocation {
  path: string
  gitDir: string
  commonDir: string
  bare: boolean
}

/**
 * Finds the git directories of a repository.
 * @param given the absolute path of the repository's top folder, or of a bare repository
 * @throws InvalidRepository, with what to do, when the path is anything else
 */
export async function locateRepository(git: GitExec, given: string): Promise<RepositoryLocation> {
  const path = await existingFolder(given)
  const facts = ['--is-bare-repository', '--is-inside-work-tree', '--absolute-git-dir', '--git-common-dir']
  const found = await git.discover(path, ['rev-parse', '--path-format=absolute', ...facts, '--show-prefix'])
  if (found.exitCode !== 0) throw notFound(path, found.stderr)
  const [bare, inside, gitDir = '', commonDir = '', prefix] = found.stdout.toString('utf8').split('\n')
  const location = { path, gitDir, commonDir: await realpath(commonDir), bare: bare === 'true' }
  if (inside === 'true') return prefix ? refuseSubfolder(git, path) : location
  if (bare === 'true' && path === (await realpath(gitDir))) return location
  if (relative(gitDir, path).startsWith('..')) await refuseHidden(git, location)
  throw new InvalidRepository(path, `${path} is inside a .git folder. Give the path of the repository's top folder.`)
}

async function existingFolder(given: string): Promise<string> {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: git prints one path per line, so a path must not contain a line break
  if (!isAbsolute(given) || /[\u0000-\u001f]/.test(given))
    throw new InvalidRepository(
      given,
      `${JSON.stringify(given)} is not an absolute path. Give the full path of the repository, which starts at the root folder.`,
    )
  const found = await stat(given).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR')
      throw new InvalidRepository(given, `${given} does not exist. Give the path of a git repository.`)
    throw new InvalidRepository(
      given,
      `${given} cannot be read (${error.code}). Give the user that runs Coppice access to it.`,
    )
  })
  if (!found.isDirectory())
    throw new InvalidRepository(given, `${given} is a file. Give the path of the git repository that contains it.`)
  return realpath(given)
}

/** @throws InvalidRepository when a setting hides the checkout at this path from git */
async function refuseHidden(git: GitExec, { path, gitDir, commonDir }: RepositoryLocation): Promise<void> {
  const listed = await git.discover(path, ['config', '--list', '--show-scope', '--show-origin', '-z'])
  const linked = (await realpath(gitDir)) !== commonDir
  const entries = parseConfigList(listed.stdout.toString('utf8')).map((entry) => withWholePath(entry, path))
  const setting = await hidingSetting(entries, { path, gitDir, linked })
  if (setting === null) return
  const without = `If the repository has no checkout there, give the path of one of its worktrees, or ${commonDir}.`
  throw new InvalidRepository(path, `${hidingWords(setting, path)}. ${without}`)
}

/** Git prints the path of the repository's own config file relative to its working folder. */
const withWholePath = (entry: ConfigEntry, path: string): ConfigEntry => ({
  ...entry,
  origin: entry.origin.replace(/^file:(?!\/)/, `file:${path}/`),
})

async function refuseSubfolder(git: GitExec, path: string): Promise<never> {
  const top = await git.discover(path, ['rev-parse', '--show-toplevel'])
  const name = top.stdout.toString('utf8').trim()
  throw new InvalidRepository(
    path,
    `${path} is a folder inside a repository. Give the path of the repository's top folder: ${name}`,
  )
}

function notFound(path: string, stderr: string): Error {
  if (isDubiousOwnership(stderr)) {
    const cure = `git config --global --add safe.directory '${path}'`
    const message = `${path} belongs to another user, so git does not trust it. If you trust it, run: ${cure}`
    return new InvalidRepository(path, message)
  }
  if (!stderr.includes('not a git repository'))
    return new InvalidRepository(path, `git cannot open ${path}: ${firstLine(stderr)}. Fix that, then try again.`)
  const cure = `To make it a git repository, run: git -C '${path}' init, then make a first commit.`
  return new InvalidRepository(path, `${path} is not a git repository. ${cure}`)
}
