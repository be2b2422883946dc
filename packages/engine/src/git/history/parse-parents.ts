export interface ListedCommits {
  /** The commits that are no parent of a listed commit. */
  heads: string[]
  /** The parents that are not listed themselves. */
  known: string[]
}

/** Parses the output of `git rev-list --parents`: lines of `COMMIT PARENT PARENT …`. */
export function parseParents(listed: string): ListedCommits {
  const parents = new Set<string>()
  const all = new Set<string>()
  for (const [commit = '', ...of] of listed
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split(' '))) {
    all.add(commit)
    for (const parent of of) parents.add(parent)
  }
  return { heads: [...all].filter((one) => !parents.has(one)), known: [...parents].filter((one) => !all.has(one)) }
}
