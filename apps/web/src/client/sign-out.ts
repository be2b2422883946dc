/** Ends the session. The page is left whole, also when the server cannot be told. */
export async function signOut(): Promise<void> {
  await fetch('/auth/sign-out', { method: 'POST', credentials: 'same-origin' }).catch(() => null)
  window.location.replace('/sign-in')
}
