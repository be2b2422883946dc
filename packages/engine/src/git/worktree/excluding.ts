/**
 * Returns pathspecs that exclude these paths and everything below them. Every character is escaped, which makes each a pattern: git
 * fails when a literal pathspec names an ignored path, even to exclude it, and most lent paths are ignored.
 */
export const excluding = (paths: readonly string[]): string[] =>
  paths.map(asPattern).flatMap((pattern) => [`:(top,exclude,glob)${pattern}`, `:(top,exclude,glob)${pattern}/**`])

const asPattern = (path: string): string => path.replace(/[^/]/gu, '\\$&')
