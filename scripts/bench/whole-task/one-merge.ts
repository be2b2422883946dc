import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createGit, type Repository } from '../../../packages/engine/src/index.ts'
import type { Row } from '../table.ts'
import { comparison, type Measured } from './comparison.ts'
import { filesRepository, git, inMemory } from './files-repository.ts'

const FILES = 20_000
const MERGES = 20
const RUN = 'refs/heads/coppice/run-1'

/** Measures one merge in memory, until it is on its branch, and compares it with `git merge` in a checkout. The merges take turns. */
export async function oneMerge(files = FILES, merges = MERGES): Promise<Row[]> {
  const measured = await inMemory(async (folder) => {
    const path = join(folder, 'repository')
    filesRepository(path, files)
    const works = Array.from({ length: merges }, (_, number) => workOn(path, number))
    const repository = await createGit({ env: process.env }).open(path)
    let tip = git(path, 'rev-parse', 'main')
    await repository.updateRef(RUN, tip, null)
    const rounds: Measured[] = []
    for (const work of works) {
      const before = performance.now()
      tip = await merged(repository, tip, work)
      const between = performance.now()
      git(path, 'merge', '--quiet', '--no-ff', '--message', 'Merge', work)
      rounds.push({ ours: between - before, theirs: performance.now() - between })
    }
    return rounds
  })
  return [comparison(`one merge in ${files} files, Coppice ÷ git merge`, measured, 0.2)]
}

/** Makes a commit with one new file on a branch that starts from the first commit. */
function workOn(path: string, number: number): string {
  git(path, 'switch', '--quiet', '--create', `work/${number}`, 'main')
  writeFileSync(join(path, `new-${number}.txt`), 'new\n')
  git(path, 'add', '--all')
  git(path, 'commit', '--quiet', '--message', `Work ${number}`)
  git(path, 'switch', '--quiet', 'main')
  return git(path, 'rev-parse', `work/${number}`)
}

async function merged(repository: Repository, tip: string, work: string): Promise<string> {
  const result = await repository.mergeTree(tip, work)
  if (!result.clean) throw new Error(`the merge conflicts in ${result.files.join(', ')}`)
  const commit = await repository.commitTree(result.tree, [tip, work], 'Merge\n')
  await repository.updateRef(RUN, commit, tip)
  return commit
}
