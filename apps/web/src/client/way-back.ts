/** The page to open after signing in: an address of this console, or its first page. It is never on another origin. */
export function wayBack(search: string): string {
  const back = new URLSearchParams(search).get('back') ?? '/'
  const base = 'http://console.invalid'
  const url = URL.canParse(back, base) ? new URL(back, base) : null
  if (!back.startsWith('/') || url?.origin !== base || url.pathname.startsWith('/sign-in')) return '/'
  return url.pathname + url.search + url.hash
}

export const signInAddress = (from: string): string =>
  from === '/' || from.startsWith('/sign-in') ? '/sign-in' : `/sign-in?back=${encodeURIComponent(from)}`
