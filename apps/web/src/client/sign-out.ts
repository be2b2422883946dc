/** Ends the session and loads a new document, even when the server is not reachable. */
export async function signOut(): Promise<void> {
  await fetch('/auth/sign-out', { method: 'POST', credentials: 'same-origin' }).catch(() => null)
  window.location.replace('/sign-in')
}
