'use client'

import { useAct } from '../client/use-act.ts'
import { ConfirmAct } from '../ui/confirm-act.tsx'
import { REVOKE_TOKEN, type Token } from './token-documents.ts'

export interface RevokeTokenProps {
  /** The token to revoke. It is null while the dialog is closed. */
  token: Token | null
  onDone: () => void
  onRevoked: () => void
}

/** A dialog that asks before a token is revoked, and says which connections end. */
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
        Everyone who uses the token loses access within two seconds. Its streams and console sessions end. Runs
        continue. This cannot be undone.
      </p>
      {token?.name === 'COPPICE_ADMIN_TOKEN' && (
        <p className="mt-2 text-(--text-2)">
          Also remove <code>COPPICE_ADMIN_TOKEN</code> from the server’s environment, or the next start accepts it
          again.
        </p>
      )}
      {token?.name === 'this machine' && (
        <p className="mt-2 text-(--text-2)">Browsers that signed in with a link are signed out.</p>
      )}
      {token?.role === 'ADMIN' && (
        <p className="mt-2 text-(--text-2)">
          On the server’s machine, <code>coppice sign-in</code> still works.
        </p>
      )}
    </ConfirmAct>
  )
}
