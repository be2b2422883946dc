/** Reads from the query which page to open after signing in. @returns an address of this console, never of another origin; `/` by default. */
export function wayBack(search: string): string {
  const back = new URLSearchParams(search).get('back') ?? '/'
  const base = 'http://console.invalid'
  const url = URL.canParse(back, base) ? new URL(back, base) : null
  if (!back.startsWith('/') || url?.origin !== base || url.pathname.startsWith('/sign-in')) return '/'
  return url.pathname + url.search + url.hash
}

export const signInAddress = (from: string): string =>
  from === '/' || from.startsWith('/sign-in') ? '/sign-in' : `/sign-in?back=${encodeURIComponent(from)}`
