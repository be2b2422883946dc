/**
 * @returns whether a text is a full ref name as `git check-ref-format` allows it. Such a name contains no revision syntax (`~`, `^`,
 * `:`, `@{`, `..`), so git takes it for a ref only. It starts with `refs/`, so git cannot take it for an option.
 */
export function isFullRefName(name: string): boolean {
  if (!name.startsWith('refs/') || name.endsWith('.') || name.includes('..') || name.includes('@{')) return false
  // biome-ignore lint/suspicious/noControlCharactersInRegex: git refuses control characters in ref names
  if (/[\u0000-\u0020\u007f~^:?*[\\]/.test(name)) return false
  return name.split('/').every((part) => part !== '' && !part.startsWith('.') && !part.endsWith('.lock'))
}

export function assertRefName(name: string): void {
  if (!isFullRefName(name)) throw new Error(`${JSON.stringify(name)} is not a full ref name`)
}

/**
 * @returns whether a ref belongs to Coppice. When git writes such a ref, it must not follow a symbolic ref that has the same name. An agent
 * could put one there, and git would then write to another ref.
 */
export const isCoppiceRef = (name: string): boolean => /^refs\/(?:heads\/)?coppice\//.test(name)
