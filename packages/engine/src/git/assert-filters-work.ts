import { join } from 'node:path'
import { InvalidRepository } from '../domain/refusals.ts'
import { firstLine } from './exec/git-failure.ts'
import { type RequiredFilter, requiredFilters } from './exec/required-filters.ts'
import { inAttributeFolder } from './merging/attribute-folder.ts'
import { resolveCommit } from './refs/resolve-commit.ts'
import type { RepositoryContext } from './repository-context.ts'
import { openShadow } from './shadow/shadow.ts'

/**
 * Checks that git can run the required filters that the attributes of a commit name. Otherwise each checkout of its files would fail.
 * @param revision a commit or branch. Nothing is checked when it does not exist.
 * @throws InvalidRepository, which says what to install
 */
export async function assertFiltersWork(repo: RepositoryContext, revision: string): Promise<void> {
  const required = requiredFilters(await repo.guard.config(repo.plumbing))
  if (required.length === 0) return
  const commit = await resolveCommit(repo.git, repo.plumbing, revision)
  if (commit === null) return
  const texts = [...(await repo.attributes.at(commit)).values(), repo.shadowFiles.attributes].map(String)
  for (const filter of required.filter(({ name }) => texts.some((text) => namesFilter(text, name))))
    await assertWorks(repo, filter)
}

const namesFilter = (attributes: string, filter: string): boolean =>
  attributes.split(/\s+/).includes(`filter=${filter}`)

/**
 * Lets git filter an empty file in a shadow, as it does in each worktree, because only git knows how it starts the filter. No object is written.
 * A program may need files of the repository's git directory, which a shadow does not have.
 */
async function assertWorks(repo: RepositoryContext, filter: RequiredFilter): Promise<void> {
  const { git, plumbing, path } = repo
  const attributes = new Map([['.gitattributes', Buffer.from(`* filter=${filter.name}\n`)]])
  await inAttributeFolder(attributes, async (folder) => {
    const { place } = await openShadow(repo, { home: join(folder, '.git'), path: folder })
    const inShadow = await git.run({ ...place, isKept: false }, FILTER)
    if (inShadow.exitCode === 0) return
    const inRepository = await git.run({ ...plumbing, cwd: folder, workTree: folder }, FILTER)
    const needed = `The files of ${path} need the filter ${filter.name}, and git cannot run it`
    throw inRepository.exitCode === 0
      ? new InvalidRepository(
          path,
          `${needed} in a worktree of Coppice: ${firstLine(inShadow.stderr)}. ${keyCure(filter)}`,
        )
      : new InvalidRepository(path, `${needed}: ${firstLine(inRepository.stderr)}. ${cure(filter)}, then try again.`)
  })
}

const FILTER = ['hash-object', '--stdin', '--path=file']

const cure = ({ name, key, command }: RequiredFilter): string =>
  name === 'lfs'
    ? 'Install Git LFS (https://git-lfs.com)'
    : `Install or repair the program of the setting ${key} (${command})`

/** A worktree has a git directory of its own (I2), so the program must find its key without that of the repository. */
function keyCure({ name, key, command }: RequiredFilter): string {
  const why = `The setting ${key} (${command}) works only with a file of the repository's git directory, such as a key`
  if (!/\bgit-crypt\b/.test(command))
    return `${why}. Name that file in the settings filter.${name}.* by its absolute path, then try again.`
  const setting = (side: string) => `git config filter.${name}.${side} 'git-crypt ${side} --key-file=KEY'`
  // A filter of a named key, such as git-crypt-team, has that name in its command.
  const keyName = /--key-name=(\S+)/.exec(command)?.[1]
  const commands = [
    `git-crypt export-key ${keyName === undefined ? '' : `-k ${keyName} `}KEY`,
    setting('clean'),
    setting('smudge'),
  ].join(' && ')
  return `${why}. Run, with an absolute path outside of the repository as KEY: ${commands}. Then try again.`
}
