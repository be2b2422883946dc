import { InvalidRepository } from '../domain/refusals.ts'
import { firstLine } from './exec/git-failure.ts'
import { type RequiredFilter, requiredFilters } from './exec/required-filters.ts'
import { inAttributeFolder } from './merging/attribute-folder.ts'
import { resolveCommit } from './refs/resolve-commit.ts'
import type { RepositoryContext } from './repository-context.ts'

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

/** Lets git filter an empty file, because only git knows how it starts the filter. No object is written. */
async function assertWorks({ git, plumbing, path }: RepositoryContext, filter: RequiredFilter): Promise<void> {
  const attributes = new Map([['.gitattributes', Buffer.from(`* filter=${filter.name}\n`)]])
  const { exitCode, stderr } = await inAttributeFolder(attributes, (folder) =>
    git.run({ ...plumbing, cwd: folder, workTree: folder }, ['hash-object', '--stdin', '--path=file']),
  )
  if (exitCode === 0) return
  const needed = `The files of ${path} need the filter ${filter.name}, and git cannot run it: ${firstLine(stderr)}.`
  throw new InvalidRepository(path, `${needed} ${cure(filter)}, then try again.`)
}

const cure = ({ name, key, command }: RequiredFilter): string =>
  name === 'lfs'
    ? 'Install Git LFS (https://git-lfs.com)'
    : `Install or repair the program of the setting ${key} (${command})`
