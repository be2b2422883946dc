import { createHash } from 'node:crypto'

/** A conflict in the content of files. */
export interface PlainConflict {
  /** Names the conflict: the same paths with the same three blobs and modes have the same key. */
  key: string
  /** The tree of the merge, with conflict markers in the files that git could not merge. */
  tree: string
  paths: ReadonlySet<string>
}

/** A conflict in more files than this is not remembered: it is unlikely to come again, and what one resolution stores stays small (R4). */
const MOST_PATHS = 100
const ENTRY = /^(\d{6}) [0-9a-f]+ ([123])\t(.+)$/s
/** The kinds of conflict in which both sides have the file at its path. A file that both sides added is one of them. */
const PLAIN = new Set(['CONFLICT (contents)', 'CONFLICT (binary)'])
export const isRegularFile = (mode: string): boolean => mode === '100644' || mode === '100755'

/**
 * Parses the output of `git merge-tree --messages -z` for a merge with a conflict: tree NUL, then for each stage of an unmerged path: mode,
 * id, stage, path NUL, then NUL and the messages.
 * @returns null when the conflict is not only one in the content of regular files. For example, one side may have deleted or moved a file
 */
export function parseConflict(stdout: string): PlainConflict | null {
  const [tree = '', ...parts] = stdout.split('\0')
  const entries = parts.slice(0, parts.indexOf(''))
  const stages = entries.map((entry) => ENTRY.exec(entry))
  const types = conflictTypes(parts.slice(entries.length + 1))
  if (entries.length === 0 || !types.every((type) => PLAIN.has(type))) return null
  const sides = new Map<string, string[]>()
  for (const stage of stages) {
    const [, mode = '', number = '', path = ''] = stage ?? []
    if (!isRegularFile(mode)) return null
    sides.set(path, [...(sides.get(path) ?? []), number])
  }
  const areBoth = [...sides.values()].every((numbers) => numbers.includes('2') && numbers.includes('3'))
  if (!areBoth || sides.size > MOST_PATHS) return null
  const key = createHash('sha256').update(entries.join('\0')).digest('hex')
  return { key, tree, paths: new Set(sides.keys()) }
}

/** Parses the messages: number of paths NUL, each path NUL, type NUL, text NUL. @returns the types of those about conflicts */
function conflictTypes(parts: readonly string[]): string[] {
  const types: string[] = []
  for (let at = 0; /^\d+$/.test(parts[at] ?? ''); at += Number(parts[at]) + 3)
    types.push(parts[at + 1 + Number(parts[at])] ?? '')
  return types.filter((type) => type.startsWith('CONFLICT'))
}
