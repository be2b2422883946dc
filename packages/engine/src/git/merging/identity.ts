import type { Environment } from '../exec/git-environment.ts'
import type { GitExec } from '../exec/git-exec.ts'
import type { GitPlace } from '../exec/git-place.ts'

const COPPICE = { name: 'Coppice', email: 'coppice@localhost' }

/** Returns author and committer for Coppice's commits, as environment variables. If git's config names none, both are `Coppice`. */
export async function identity(git: GitExec, place: GitPlace): Promise<Environment> {
  // With this setting, git reports a missing identity. Otherwise git would derive an identity from the names of the user and the host.
  const strict = { ...place, config: [...(place.config ?? []), 'user.useConfigOnly=true'] }
  const results = await Promise.all(
    ['GIT_AUTHOR_IDENT', 'GIT_COMMITTER_IDENT'].map((who) => git.run(strict, ['var', who])),
  )
  const [author, committer] = results.map(({ stdout }) => parseIdent(stdout.toString('utf8')))
  const known = author && committer ? { author, committer } : { author: COPPICE, committer: COPPICE }
  return {
    GIT_AUTHOR_NAME: known.author.name,
    GIT_AUTHOR_EMAIL: known.author.email,
    GIT_COMMITTER_NAME: known.committer.name,
    GIT_COMMITTER_EMAIL: known.committer.email,
  }
}

/** Parses the output of `git var`, such as `Ada Lovelace <ada@example.org> 1764000000 +0000`. @returns null for any other text */
export function parseIdent(output: string): { name: string; email: string } | null {
  const [, name, email] = /^(.+) <(.+)> \d+ [+-]\d{4}\n?$/.exec(output) ?? []
  return name === undefined || email === undefined ? null : { name, email }
}
