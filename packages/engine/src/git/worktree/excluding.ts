/**
 * Returns pathspecs that exclude these paths and everything below them. Each path becomes a pattern in which every character is escaped.
 * A literal pathspec would not do: git fails when it names an ignored path, even to exclude it, and most lent paths are ignored.
 */
export const excluding = (paths: readonly string[]): string[] =>
  paths.map(asPattern).flatMap((pattern) => [`:(top,exclude,glob)${pattern}`, `:(top,exclude,glob)${pattern}/**`])

const asPattern = (path: string): string => path.replace(/[^/]/gu, '\\$&')
