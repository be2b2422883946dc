/**
 * Full ref names as `git check-ref-format` allows them. A valid name contains no revision syntax (`~`, `^`, `:`, `@{`, `..`), so it can
 * only name a ref. It starts with `refs/`, so it cannot be an option.
 */
export function isFullRefName(name: string): boolean {
  if (!name.startsWith('refs/') || name.endsWith('.') || name.includes('..') || name.includes('@{')) return false
  // biome-ignore lint/suspicious/noControlCharactersInRegex: git refuses them
  if (/[\u0000-\u0020\u007f~^:?*[\\]/.test(name)) return false
  return name.split('/').every((part) => part !== '' && !part.startsWith('.') && !part.endsWith('.lock'))
}

export function assertRefName(name: string): void {
  if (!isFullRefName(name)) throw new Error(`not a full ref name: ${JSON.stringify(name)}`)
}

/** Refs of Coppice. Nobody else's symbolic ref may redirect a write to one of them. */
export const isCoppiceRef = (name: string): boolean => /^refs\/(?:heads\/)?coppice\//.test(name)
