const FIRST = 200

/**
 * Reads a whole list. The API returns its first entries, so this asks for more until fewer come than it asked for. Each response is one state
 * of the list, so no entry is missing because the list has changed between two pages.
 */
export async function wholeList<T>(read: (first: number) => Promise<readonly T[]>): Promise<readonly T[]> {
  for (let first = FIRST; ; first *= 4) {
    const list = await read(first)
    if (list.length < first) return list
  }
}
