/**
 * Full ref names as `git check-ref-format` allows them. What passes holds no revision syntax (`~`, `^`, `:`, `@{`, `..`), so it names
 * a ref and nothing else, and it starts with `refs/`, so it is no option.
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

/** Coppice's own; nobody else's symbolic ref may redirect a write to one of them. */
export const isCoppiceRef = (name: string): boolean => /^refs\/(?:heads\/)?coppice\//.test(name)
