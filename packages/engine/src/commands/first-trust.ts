import { Refusal } from '../domain/refusals.ts'
import type { TrustedPrograms } from '../domain/trusted-programs.ts'
import type { Repository } from '../ports/git.ts'
import type { CommandDeps } from './command-deps.ts'

/**
 * Returns the programs that a new project trusts (I2). Usually these are all programs that the repository's config names. If other projects
 * already use the repository, their agents may have changed the config. Then the new project trusts only programs that one of these
 * projects trusts. A person can add the others with `coppice trust`.
 */
export async function firstTrust(
  { store, git }: Pick<CommandDeps, 'store' | 'git'>,
  repository: Repository,
): Promise<TrustedPrograms> {
  const now = await repository.programs()
  const projects = (await store.projects()).filter((one) => one.trustedPrograms !== null)
  const checked = projects.map(async (one) => {
    const same = one.repositoryPath === repository.path || (await isOf(git, one.repositoryPath, repository))
    return same ? one.trustedPrograms : null
  })
  const trusted = (await Promise.all(checked)).filter((one) => one !== null)
  if (trusted.length === 0) return now
  return Object.fromEntries(Object.entries(now).filter(([key, value]) => trusted.some((one) => one[key] === value)))
}

/** Returns whether the project at `path` uses this repository. `path` may be a linked worktree of it, or may not exist any more. */
async function isOf(git: CommandDeps['git'], path: string, repository: Repository): Promise<boolean> {
  try {
    return (await git.open(path, {})).commonDir === repository.commonDir
  } catch (error) {
    if (error instanceof Refusal) return false
    throw error
  }
}
