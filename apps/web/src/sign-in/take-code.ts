/** The code in `#code=…`. It is removed from the address immediately, so that neither the history nor a copied address contains it. */
export function takeCode(
  location: Pick<Location, 'hash' | 'pathname' | 'search'>,
  history: Pick<History, 'replaceState'>,
): string | null {
  const code = new URLSearchParams(location.hash.slice(1)).get('code')
  if (code === null) return null
  history.replaceState(null, '', location.pathname + location.search)
  return code === '' ? null : code
}
