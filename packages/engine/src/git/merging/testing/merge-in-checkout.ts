import { execFile } from 'node:child_process'
import { mkdtemp, rm, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { MergeTree } from '../../../ports/git.ts'
import type { ScratchRepository } from '../../fixtures/scratch-repository.ts'
import type { MergeCase } from './import-merges.ts'

const run = promisify(execFile)
const MERGE = ['merge', '--quiet', '--no-commit', '--no-ff', '--allow-unrelated-histories']

/**
 * Merges as a user does: with `git merge` in a checkout of `ours`, in a folder of its own.
 * @returns null when git aborts because of a defect of its own, as 2.39 does for some renames of files to folders
 */
export async function mergeInCheckout(
  { folder, path, env }: ScratchRepository,
  { ours, theirs }: MergeCase,
): Promise<MergeTree | null> {
  const checkout = await mkdtemp(join(folder, 'checkout-'))
  const place = { ...env, GIT_DIR: join(path, '.git'), GIT_WORK_TREE: checkout }
  const git = async (...args: string[]) => (await run('git', args, { cwd: checkout, env: place })).stdout
  await git('reset', '--quiet', '--hard', ours)
  // Otherwise git compares the content of files that are as new as the index, and refuses if a line-end rule would change one.
  const later = Date.now() / 1_000 + 60
  await utimes(join(path, '.git/index'), later, later)
  const failure = await git(...MERGE, theirs).then(
    () => null,
    (error: { code: number | null; signal: string | null; stderr: string }) => error,
  )
  if (failure?.signal === 'SIGABRT') {
    await rm(join(path, '.git/index.lock'), { force: true })
    return null
  }
  if (failure && failure.code !== 1) throw new Error(`git merge failed: ${failure.stderr}`)
  const result =
    failure === null
      ? ({ clean: true, tree: (await git('write-tree')).trim() } as const)
      : ({ clean: false, files: await unmerged(git) } as const)
  await rm(checkout, { recursive: true })
  return result
}

async function unmerged(git: (...args: string[]) => Promise<string>): Promise<string[]> {
  const listed = await git('diff', '--name-only', '--diff-filter=U', '-z')
  const files = listed.split('\0').filter((file) => file !== '')
  // A conflict may have no files: git cannot find out to which of two folders a folder was renamed.
  if (files.length === 0) await git('rev-parse', '--verify', '--quiet', 'MERGE_HEAD')
  return files
}
