import type { Environment } from '../exec/git-environment.ts'
import type { GitExec } from '../exec/git-exec.ts'
import type { GitPlace } from '../exec/git-place.ts'

const NAME = 'Coppice'
const EMAIL = 'coppice@localhost'

/** Author and committer of what Coppice commits: whom the repository's config names, else Coppice itself. */
export async function identity(git: GitExec, place: GitPlace): Promise<Environment> {
  const own = {
    GIT_AUTHOR_NAME: NAME,
    GIT_AUTHOR_EMAIL: EMAIL,
    GIT_COMMITTER_NAME: NAME,
    GIT_COMMITTER_EMAIL: EMAIL,
  }
  // Without it git makes one up from the host's name where none is configured.
  const strict = { ...place, config: [...(place.config ?? []), 'user.useConfigOnly=true'] }
  const known = await Promise.all(
    ['GIT_AUTHOR_IDENT', 'GIT_COMMITTER_IDENT'].map((who) => git.run(strict, ['var', who])),
  )
  return known.every(({ exitCode }) => exitCode === 0) ? {} : own
}
