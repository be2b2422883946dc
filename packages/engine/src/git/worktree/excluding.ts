/**
 * Pathspecs that keep these paths, and all below them, out of a command. Every character is escaped, so that each is a pattern: git
 * fails where a literal pathspec names an ignored path, also where it excludes it, and lent paths mostly are ignored.
 */
export const excluding = (paths: readonly string[]): string[] =>
  paths.map(asPattern).flatMap((pattern) => [`:(top,exclude,glob)${pattern}`, `:(top,exclude,glob)${pattern}/**`])

const asPattern = (path: string): string => path.replace(/[^/]/gu, '\\$&')
