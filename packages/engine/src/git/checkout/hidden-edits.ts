import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DeliveryObstacle } from '../../ports/git.ts'
import type { GitPlace } from '../exec/git-place.ts'
import type { RepositoryContext } from '../repository-context.ts'
import { parseIndex } from '../worktree/parse-index.ts'
import { withPaths } from './obstacles.ts'
import { exists } from './operation-in-progress.ts'

/** A changed path of the user with the flag that hides the change from `git status`. */
export interface HiddenEdit {
  path: string
  flag: 'assume-unchanged' | 'skip-worktree'
}

/**
 * Finds hidden edits in the files that a move from the commit `from` to `to` changes. A flag of the index hides such an edit from git. It
 * reads a copy of the index (I2: the checkout is not touched).
 */
export async function hiddenEdits(
  { git }: RepositoryContext,
  place: GitPlace,
  from: string,
  to: string,
): Promise<DeliveryObstacle | null> {
  const listed = await git.bytes(place, ['ls-files', '-v', '--stage', '-z'])
  const hidden = new Map(parseIndex(listed.toString('utf8')).map(({ path, hidden: flag }) => [path, flag]))
  const diff = await git.bytes(place, ['diff-tree', '-r', '-z', '--name-only', '--no-renames', from, to])
  const candidates: HiddenEdit[] = []
  for (const path of diff.toString('utf8').split('\0')) {
    const flag = hidden.get(path)
    if (flag && (await exists(join(place.workTree, path)))) candidates.push({ path, flag })
  }
  if (candidates.length === 0) return null
  const edited = await editedAmong(git, place, candidates)
  return edited.length === 0 ? null : hiddenEditsObstacle(place.cwd, edited)
}

async function editedAmong(
  git: RepositoryContext['git'],
  place: GitPlace,
  candidates: readonly HiddenEdit[],
): Promise<HiddenEdit[]> {
  const scratch = await mkdtemp(join(tmpdir(), 'coppice-hidden-'))
  try {
    const env = { GIT_INDEX_FILE: join(scratch, 'index') }
    await copyFile(join(place.gitDir, 'index'), env.GIT_INDEX_FILE)
    const input = candidates.map(({ path }) => `${path}\0`).join('')
    for (const flag of ['--no-assume-unchanged', '--no-skip-worktree'])
      await git.bytes(place, ['update-index', flag, '-z', '--stdin'], { env, input })
    const how = ['diff', '--name-only', '-z', '--ignore-submodules=all', '--no-ext-diff']
    const changed = new Set((await git.bytes(place, how, { env })).toString('utf8').split('\0'))
    return candidates.filter(({ path }) => changed.has(path))
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

export function hiddenEditsObstacle(checkout: string, edits: readonly HiddenEdit[]): DeliveryObstacle {
  const flags = [...new Set(edits.map(({ flag }) => flag))]
  const paths = edits.map(({ path }) => path)
  const show = flags.map((flag) => `--no-${flag}`).join(' ')
  const help = `to see them, run \`git -C '${checkout}' update-index ${show} ${paths[0]}\`, then commit them or put them aside`
  return withPaths(`${checkout} has changes that ${flags.join(' and ')} hides from git`, paths, help)
}
