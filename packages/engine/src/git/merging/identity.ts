import type { Environment } from '../exec/git-environment.ts'
import type { GitExec } from '../exec/git-exec.ts'
import type { GitPlace } from '../exec/git-place.ts'

const COPPICE = { name: 'Coppice', email: 'coppice@localhost' }

/** Author and committer of Coppice's commits: those that the repository's config names, or else Coppice itself. */
export async function identity(git: GitExec, place: GitPlace): Promise<Environment> {
  // Without this git makes up an identity from the host's name when none is configured.
  const strict = { ...place, config: [...(place.config ?? []), 'user.useConfigOnly=true'] }
  const said = await Promise.all(
    ['GIT_AUTHOR_IDENT', 'GIT_COMMITTER_IDENT'].map((who) => git.run(strict, ['var', who])),
  )
  const [author, committer] = said.map(({ stdout }) => parseIdent(stdout.toString('utf8')))
  const known = author && committer ? { author, committer } : { author: COPPICE, committer: COPPICE }
  return {
    GIT_AUTHOR_NAME: known.author.name,
    GIT_AUTHOR_EMAIL: known.author.email,
    GIT_COMMITTER_NAME: known.committer.name,
    GIT_COMMITTER_EMAIL: known.committer.email,
  }
}

/** Parses `Ada Lovelace <ada@example.org> 1764000000 +0000`. @returns null for anything else, such as a missing name */
export function parseIdent(said: string): { name: string; email: string } | null {
  const [, name, email] = /^(.+) <(.+)> \d+ [+-]\d{4}\n?$/.exec(said) ?? []
  return name === undefined || email === undefined ? null : { name, email }
}
