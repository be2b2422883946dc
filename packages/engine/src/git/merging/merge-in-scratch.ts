import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { MergeTree } from '../../ports/git.ts'
import { exists } from '../checkout/operation-in-progress.ts'
import { LONG_SILENCE_MS } from '../exec/git-exec.ts'
import { GitFailure } from '../exec/git-failure.ts'
import type { GitPlace } from '../exec/git-place.ts'
import type { RepositoryContext } from '../repository-context.ts'
import { MERGE } from './merge-arguments.ts'

/**
 * Merges with `git merge`, because `git merge-tree` ignores the setting `merge.renormalize`. The merge has its own index, its own HEAD and its
 * own sparse working tree, which contains the attributes files and the files in conflict. The more files the repository has, the longer the
 * merge takes.
 */
export async function mergeInScratch(repo: RepositoryContext, ours: string, theirs: string): Promise<MergeTree> {
  await repo.drafts.open()
  const scratch = await mkdtemp(join(tmpdir(), 'coppice-merge-'))
  try {
    const place = await scratchPlace(repo, scratch, ours)
    const env = await repo.identity()
    const options = { env: { ...env, ...(repo.guard.isPartialClone ? { GIT_ALLOW_PROTOCOL: '' } : {}) } }
    await repo.git.text(place, ['read-tree', '-m', '-u', 'HEAD'], { silenceMs: LONG_SILENCE_MS })
    const result = await repo.git.run(place, [...MERGE, theirs], { ...options, silenceMs: LONG_SILENCE_MS })
    const unmerged = (await repo.git.bytes(place, ['diff', '--name-only', '--diff-filter=U', '-z'])).toString('utf8')
    const files = [...new Set(unmerged.split('\0').filter((path) => path !== ''))]
    if (files.length > 0) return { clean: false, files }
    if (result.exitCode === 0) return { clean: true, tree: await repo.git.text(place, ['write-tree']) }
    if (await exists(join(place.gitDir, 'MERGE_HEAD'))) return { clean: false, files: [] }
    throw new GitFailure(MERGE, result)
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

async function scratchPlace({ plumbing }: RepositoryContext, scratch: string, ours: string): Promise<GitPlace> {
  const [gitDir, workTree] = [join(scratch, 'git'), join(scratch, 'tree')]
  await mkdir(workTree)
  await mkdir(join(gitDir, 'info'), { recursive: true })
  await writeFile(join(gitDir, 'HEAD'), `${ours}\n`)
  await writeFile(join(gitDir, 'info/sparse-checkout'), '.gitattributes\n')
  const config = ['core.sparseCheckout=true', 'core.sparseCheckoutCone=false', 'merge.renormalize=true']
  return { ...plumbing, cwd: workTree, gitDir, workTree, config }
}
