/**
 * Parses the output of `git merge-tree --name-only --messages -z` for a conflict that leaves no unmerged path: tree NUL NUL, then for each
 * message: number of paths NUL, each path NUL, type NUL, text NUL.
 * @returns the paths of the messages about conflicts
 */
export function parseConflictMessages(stdout: string): string[] {
  const parts = stdout.split('\0')
  const paths = new Set<string>()
  for (let at = 2; /^\d+$/.test(parts[at] ?? ''); ) {
    const type = at + 1 + Number(parts[at])
    if (parts[type]?.startsWith('CONFLICT')) for (const path of parts.slice(at + 1, type)) paths.add(path)
    at = type + 2
  }
  return [...paths]
}
