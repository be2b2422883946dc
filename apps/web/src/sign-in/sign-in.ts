export type Credential = { code: string } | { token: string }
export type SignInOutcome = { kind: 'signed-in' } | { kind: 'refused'; message: string } | { kind: 'unreachable' }

/** Signs in with a token or with the code of a sign-in link. On success, the server sets the cookie of the session. */
export async function signIn(credential: Credential): Promise<SignInOutcome> {
  try {
    const response = await fetch('/auth/sign-in', {
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(credential),
    })
    if (response.ok) return { kind: 'signed-in' }
    return {
      kind: 'refused',
      message: (await messageIn(response)) ?? `The server responded with status ${response.status}.`,
    }
  } catch {
    return { kind: 'unreachable' }
  }
}

async function messageIn(response: Response): Promise<string | null> {
  const body: unknown = await response.json().catch(() => null)
  if (typeof body !== 'object' || body === null || !('message' in body)) return null
  return typeof body.message === 'string' ? body.message : null
}
