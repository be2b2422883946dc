/** The bytes of an entry before its path, without the object id: ten numbers of 4 bytes, and the flags. */
const FIXED_BYTES = 42
const FLAGS_EXTENDED = 0x4000
const PATH_LENGTH = 0xfff

/**
 * Reads from an index file, without git, the tree of all its entries. Git stores it there when it has made a commit, and forgets it when an entry
 * changes.
 *
 * @returns null when git has not stored it, or when the file has a form that this function does not know
 */
export function treeOfIndex(index: Buffer, idLength: number): string | null {
  try {
    return storedTree(index, idLength / 2)
  } catch {
    // The file ends too early.
    return null
  }
}

/**
 * Reads the paths of all entries from an index file, without git.
 * @returns null when they are more than `most`, or when the file has a form that this function does not know
 */
export function pathsInIndex(index: Buffer, idLength: number, most: number): string[] | null {
  try {
    if (index.readUInt32BE(8) > most) return null
    const paths: string[] = []
    const end = afterEntries(index, idLength / 2, (from, to) => paths.push(index.toString('utf8', from, to)))
    return end === null || isSplit(index, end, idLength / 2) ? null : paths
  } catch {
    return null
  }
}

function storedTree(index: Buffer, idBytes: number): string | null {
  const end = afterEntries(index, idBytes, () => {})
  if (end === null || isSplit(index, end, idBytes)) return null
  const tree = extensions(index, end, idBytes).get('TREE')
  return tree === undefined ? null : rootOf(tree, idBytes)
}

/** The entries of a split index are in two files. */
const isSplit = (index: Buffer, end: number, idBytes: number): boolean => extensions(index, end, idBytes).has('link')

/** Returns the extensions by their names. @throws when the file is not complete */
function extensions(index: Buffer, from: number, idBytes: number): Map<string, Buffer> {
  const found = new Map<string, Buffer>()
  let at = from
  while (at < index.length - idBytes) {
    const size = index.readUInt32BE(at + 4)
    found.set(index.toString('latin1', at, at + 4), index.subarray(at + 8, at + 8 + size))
    at += 8 + size
  }
  if (at !== index.length - idBytes) throw new RangeError('the index is not complete')
  return found
}

/** Calls `found` with the place of each path. @returns where the extensions begin, or null when the file is no index of version 2 or 3 */
function afterEntries(index: Buffer, idBytes: number, found: (from: number, to: number) => void): number | null {
  const version = index.readUInt32BE(4)
  if (index.toString('latin1', 0, 4) !== 'DIRC' || (version !== 2 && version !== 3)) return null
  let at = 12
  for (let left = index.readUInt32BE(8); left > 0; left -= 1) at = afterEntry(index, at, idBytes, found)
  return at
}

/** Returns where the next entry begins. An entry is filled up with 1 to 8 NUL bytes to a multiple of 8 bytes. */
function afterEntry(index: Buffer, at: number, idBytes: number, found: (from: number, to: number) => void): number {
  const flags = index.readUInt16BE(at + FIXED_BYTES - 2 + idBytes)
  const path = at + FIXED_BYTES + idBytes + (flags & FLAGS_EXTENDED ? 2 : 0)
  const length = flags & PATH_LENGTH
  // A longer path ends at the first NUL.
  const end = length < PATH_LENGTH ? path + length : index.indexOf(0, path + length)
  found(path, end)
  return at + ((end - at + 8) & ~7)
}

/** The extension begins with the root: an empty name, NUL, `ENTRIES SUBTREES`, a line break, and the id. The number is negative when there is no id. */
function rootOf(extension: Buffer, idBytes: number): string | null {
  const end = extension.indexOf('\n')
  if (end < 0 || !/^\0\d+ \d+$/.test(extension.toString('latin1', 0, end))) return null
  return extension.toString('hex', end + 1, end + 1 + idBytes)
}
