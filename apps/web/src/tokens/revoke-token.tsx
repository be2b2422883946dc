'use client'

import { useAct } from '../client/use-act.ts'
import { ConfirmAct } from '../ui/confirm-act.tsx'
import { REVOKE_TOKEN, type Token } from './token-documents.ts'

export interface RevokeTokenProps {
  /** Is null while no confirmation is open. */
  token: Token | null
  onDone: () => void
  onRevoked: () => void
}

/** Asks before a token is revoked, and says what ends with it. */
export function RevokeToken({ token, onDone, onRevoked }: RevokeTokenProps) {
  const { busy, state, clear, act } = useAct(REVOKE_TOKEN, ({ revokeAccessToken }) => revokeAccessToken)

  async function revoke() {
    if (token === null || (await act({ id: token.id })) === null) return
    onRevoked()
    onDone()
  }

  return (
    <ConfirmAct
      open={token !== null}
      onOpenChange={(open) => {
        if (open) return
        clear()
        onDone()
      }}
      title={`Revoke ${token?.name ?? ''}?`}
      keep="Keep token"
      act="Revoke token"
      doing="Revoking"
      busy={busy}
      state={state}
      notDone="Not revoked."
      notKnown="It is not known whether the token was revoked."
      onAct={() => void revoke()}
    >
      <p className="text-(--text-2)">
        Whoever uses it is shut out within two seconds, with every stream and console session that it opened. Runs go
        on. It cannot be taken back.
      </p>
      {token?.name === 'COPPICE_ADMIN_TOKEN' && (
        <p className="mt-2 text-(--text-2)">
          Take <code>COPPICE_ADMIN_TOKEN</code> out of the server’s environment too: the next start accepts it again.
        </p>
      )}
      {token?.name === 'this machine' && (
        <p className="mt-2 text-(--text-2)">Browsers that signed in by a link are signed out.</p>
      )}
      {token?.role === 'ADMIN' && (
        <p className="mt-2 text-(--text-2)">
          On the server’s machine, <code>coppice sign-in</code> goes on to work.
        </p>
      )}
    </ConfirmAct>
  )
}
