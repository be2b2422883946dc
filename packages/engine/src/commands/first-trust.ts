import { Refusal } from '../domain/refusals.ts'
import type { TrustedPrograms } from '../domain/trusted-programs.ts'
import type { Repository } from '../ports/git.ts'
import type { CommandDeps } from './command-deps.ts'

/**
 * I2: the programs that a new project trusts. Usually these are all that the config names. If the repository has projects already, their
 * agents may have written into the config, so only what one of them trusts counts. `coppice trust` accepts the rest.
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

/** Another project may name a linked worktree of the repository. Its folder may also be gone. */
async function isOf(git: CommandDeps['git'], path: string, repository: Repository): Promise<boolean> {
  try {
    return (await git.open(path, {})).commonDir === repository.commonDir
  } catch (error) {
    if (error instanceof Refusal) return false
    throw error
  }
}
