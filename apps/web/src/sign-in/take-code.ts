/**
 * Reads the code in `#code=…` and removes it from the address, so that the browser's history and copied addresses do not contain it.
 * @returns null when the address has no code
 */
export function takeCode(
  location: Pick<Location, 'hash' | 'pathname' | 'search'>,
  history: Pick<History, 'replaceState'>,
): string | null {
  const code = new URLSearchParams(location.hash.slice(1)).get('code')
  if (code === null) return null
  history.replaceState(null, '', location.pathname + location.search)
  return code === '' ? null : code
}
