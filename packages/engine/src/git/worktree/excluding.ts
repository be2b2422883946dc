/**
 * Returns pathspecs that exclude these paths and everything below them. Each path becomes a pattern in which every character is escaped.
 * Literal pathspecs are not used, because git fails when a literal pathspec names an ignored path, even to exclude it. Most lent paths are
 * ignored.
 */
export const excluding = (paths: readonly string[]): string[] =>
  paths.map(asPattern).flatMap((pattern) => [`:(top,exclude,glob)${pattern}`, `:(top,exclude,glob)${pattern}/**`])

const asPattern = (path: string): string => path.replace(/[^/]/gu, '\\$&')
