import { signInAddress } from './way-back.ts'

/** Leaves for the sign-in page, which knows the way back. The page is left whole: nothing of the last session stays in memory. */
export function goToSignIn(): void {
  const { pathname, search, hash } = window.location
  if (pathname !== '/sign-in') window.location.replace(signInAddress(pathname + search + hash))
}
