/** The bytes of an entry before its name, without the object id: ten numbers of 4 bytes, and the flags. */
const FIXED_BYTES = 42
const FLAGS_EXTENDED = 0x4000
const NAME_LENGTH = 0xfff

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

function storedTree(index: Buffer, idBytes: number): string | null {
  const version = index.readUInt32BE(4)
  if (index.toString('latin1', 0, 4) !== 'DIRC' || (version !== 2 && version !== 3)) return null
  let at = 12
  for (let left = index.readUInt32BE(8); left > 0; left -= 1) at = afterEntry(index, at, idBytes)
  let tree: string | null = null
  while (at < index.length - idBytes) {
    const name = index.toString('latin1', at, at + 4)
    const size = index.readUInt32BE(at + 4)
    // The entries of a split index are in two files.
    if (name === 'link') return null
    if (name === 'TREE') tree = rootOf(index.subarray(at + 8, at + 8 + size), idBytes)
    at += 8 + size
  }
  return at === index.length - idBytes ? tree : null
}

/** Returns where the next entry begins. An entry is filled up with 1 to 8 NUL bytes to a multiple of 8 bytes. */
function afterEntry(index: Buffer, at: number, idBytes: number): number {
  const flags = index.readUInt16BE(at + FIXED_BYTES - 2 + idBytes)
  const name = at + FIXED_BYTES + idBytes + (flags & FLAGS_EXTENDED ? 2 : 0)
  const length = flags & NAME_LENGTH
  // A longer name ends at the first NUL.
  const end = length < NAME_LENGTH ? name + length : index.indexOf(0, name + length)
  return at + ((end - at + 8) & ~7)
}

/** The extension begins with the root: an empty name, NUL, `ENTRIES SUBTREES`, a line break, and the id. The number is negative when there is no id. */
function rootOf(extension: Buffer, idBytes: number): string | null {
  const end = extension.indexOf('\n')
  if (end < 0 || !/^\0\d+ \d+$/.test(extension.toString('latin1', 0, end))) return null
  return extension.toString('hex', end + 1, end + 1 + idBytes)
}
