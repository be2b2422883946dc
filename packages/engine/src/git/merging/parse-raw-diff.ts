/** A path that a tree adds, changes or removes. */
export interface RawChange {
  path: string
  /** The mode of the entry after the change, such as `100644`. It is `000000` when the entry is removed. */
  mode: string
  /** The mode of the entry before the change. It is `000000` when the entry is added. */
  before: string
  /** The object of the entry after the change. */
  id: string
  /** The object of the entry before the change. */
  beforeId: string
}

const HEADER = /^:(\d{6}) (\d{6}) ([0-9a-f]+) ([0-9a-f]+) [A-Z]$/

/** Parses the output of `git diff-tree -r -z --raw --no-renames`, or of `git diff-index`: `:mode mode id id status NUL path NUL`. */
export function parseRawDiff(stdout: string): RawChange[] {
  const parts = stdout.split('\0')
  const changes: RawChange[] = []
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const [, before = '', mode = '', beforeId = '', id = ''] = HEADER.exec(parts[at] ?? '') ?? []
    if (id !== '') changes.push({ path: parts[at + 1] ?? '', mode, before, id, beforeId })
  }
  return changes
}
