import { signInAddress } from './way-back.ts'

/** Opens the sign-in page, with the present address as the page to open afterwards. A new document loads, so the old session leaves memory. */
export function goToSignIn(): void {
  const { pathname, search, hash } = window.location
  if (pathname !== '/sign-in') window.location.replace(signInAddress(pathname + search + hash))
}
