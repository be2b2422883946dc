import { signInAddress } from './way-back.ts'

/**
 * Opens the sign-in page. After signing in, the person returns to the present address. The browser loads a new document, so the data of the
 * old session leaves memory.
 */
export function goToSignIn(): void {
  const { pathname, search, hash } = window.location
  if (pathname !== '/sign-in') window.location.replace(signInAddress(pathname + search + hash))
}
