import { signInAddress } from './way-back.ts'

/** Opens the sign-in page with the way back. It loads a new document, so that nothing of the old session stays in memory. */
export function goToSignIn(): void {
  const { pathname, search, hash } = window.location
  if (pathname !== '/sign-in') window.location.replace(signInAddress(pathname + search + hash))
}
