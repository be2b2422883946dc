/** The code in `#code=…`, once: the address is cleaned at once, so that neither history nor a copied address holds it. */
export function takeCode(
  location: Pick<Location, 'hash' | 'pathname' | 'search'>,
  history: Pick<History, 'replaceState'>,
): string | null {
  const code = new URLSearchParams(location.hash.slice(1)).get('code')
  if (code === null) return null
  history.replaceState(null, '', location.pathname + location.search)
  return code === '' ? null : code
}
