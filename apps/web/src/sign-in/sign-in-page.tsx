'use client'

import { type FormEvent, useEffect, useState } from 'react'
import { wayBack } from '../client/way-back.ts'
import { StatusGlyph } from '../marks/status-glyph.tsx'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { Mark } from '../ui/icons.tsx'
import { type Credential, signIn } from './sign-in.ts'
import { takeCode } from './take-code.ts'

type State = { kind: 'asking'; refusal: string | null } | { kind: 'signing-in' }

/** The sign-in page. It asks for a token. If the page was opened by a sign-in link, it signs in with the code in the fragment of the address. */
export function SignInPage() {
  const [state, setState] = useState<State>({ kind: 'asking', refusal: null })

  async function enter(credential: Credential) {
    setState({ kind: 'signing-in' })
    const outcome = await signIn(credential)
    if (outcome.kind === 'signed-in') return window.location.replace(wayBack(window.location.search))
    const refusal =
      outcome.kind === 'refused'
        ? outcome.message
        : 'The server does not respond. Check that it is running, then try again.'
    setState({ kind: 'asking', refusal })
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: runs once, when the page opens, because a code works once
  useEffect(() => {
    const code = takeCode(window.location, window.history)
    if (code !== null) void enter({ code })
  }, [])

  return (
    <SignInForm
      busy={state.kind === 'signing-in'}
      refusal={state.kind === 'asking' ? state.refusal : null}
      onToken={enter}
    />
  )
}

interface SignInFormProps {
  busy: boolean
  refusal: string | null
  onToken: (credential: Credential) => void
}

function SignInForm({ busy, refusal, onToken }: SignInFormProps) {
  const [token, setToken] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (token.trim() !== '') onToken({ token: token.trim() })
  }
  return (
    <main className="mx-auto w-80 max-w-[calc(100vw-32px)] pt-[18vh]">
      <h1 className="mb-5 flex items-center gap-2 font-semibold text-[15px]">
        <Mark />
        Coppice
      </h1>
      <form onSubmit={submit}>
        <Field
          label="Token"
          type="password"
          name="token"
          mono
          autoFocus
          autoComplete="current-password"
          value={token}
          disabled={busy}
          onChange={(event) => setToken(event.target.value)}
          hint={
            <>
              On the server’s machine, <code>coppice sign-in</code> prints a link that needs no token, and{' '}
              <code>coppice token create NAME</code> creates a token.
            </>
          }
        />
        <Button type="submit" kind="primary" disabled={busy} className="mt-3.5 h-8 w-full">
          {busy ? 'Signing in' : 'Sign in'}
        </Button>
        {refusal !== null && (
          <p role="alert" className="mt-3.5 flex items-baseline gap-2 text-(--failed) text-[12px]">
            <StatusGlyph status="FAILED" size={12} label="" />
            {refusal}
          </p>
        )}
      </form>
    </main>
  )
}
