/** Ends the session and opens the sign-in page as a new document, even when the server is unreachable. */
export async function signOut(): Promise<void> {
  await fetch('/auth/sign-out', { method: 'POST', credentials: 'same-origin' }).catch(() => null)
  window.location.replace('/sign-in')
}
