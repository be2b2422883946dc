'use client'

import { useState } from 'react'
import { useFresh } from '../client/use-fresh.ts'
import { useNow } from '../live/use-now.ts'
import { Shell } from '../shell/shell.tsx'
import { Button } from '../ui/button.tsx'
import { ConnectionBar } from '../ui/connection-bar.tsx'
import { FaultNotice } from '../ui/fault-notice.tsx'
import { KeysSheet } from '../ui/keys-sheet.tsx'
import { plural } from '../words/format.ts'
import { CreateTokenDialog } from './create-token-dialog.tsx'
import { RevokeToken } from './revoke-token.tsx'
import { TOKENS, type Token } from './token-documents.ts'
import { TOKEN_COLUMNS, TokenRow } from './token-row.tsx'
import { tokenState } from './token-state.ts'

const CRUMBS = [{ label: 'Projects', href: '/' }, { label: 'Access tokens' }]

/** The page with the access tokens of the server. It needs the role ADMIN. */
export function TokensPage() {
  const { data, fault, connection, refresh } = useFresh(TOKENS, {})
  const stale = connection?.state === 'lost'
  const now = useNow(stale ? connection.since : null)
  return (
    <Shell crumbs={CRUMBS} connection={connection} still={null}>
      {connection && <ConnectionBar connection={connection} onTryNow={refresh} />}
      {fault && <FaultNotice title="The tokens could not be loaded." fault={fault} className="m-6" />}
      {data && <TokenList tokens={data.accessTokens} now={now} stale={stale} onChanged={refresh} />}
      <KeysSheet keys={[]} />
    </Shell>
  )
}

interface TokenListProps {
  tokens: readonly Token[]
  now: number
  stale: boolean
  onChanged: () => void
}

function TokenList({ tokens, now, stale, onChanged }: TokenListProps) {
  const [adding, setAdding] = useState(false)
  const [revoking, setRevoking] = useState<Token | null>(null)
  const [showsAll, setShowsAll] = useState(false)
  const valid = tokens.filter((token) => tokenState(token, now) === 'valid')
  const over = tokens.length - valid.length
  return (
    <section data-stale={stale || undefined} className="px-6 pb-6 max-[719px]:px-4">
      <div className="flex min-h-[60px] items-start pt-3">
        <h1 className="font-semibold text-[17px] leading-[22px] tracking-[-.014em]">
          Access tokens
          <span className="font-normal text-(--text-2)"> · {plural(valid.length, 'valid token')}</span>
        </h1>
        <Button className="ml-auto" disabled={stale} onClick={() => setAdding(true)}>
          Create token…
        </Button>
      </div>
      <div
        aria-hidden="true"
        className={`${TOKEN_COLUMNS} border-(--hair) border-b pb-1.5 text-(--text-3) text-[12px] max-[899px]:hidden`}
      >
        <span>Name</span>
        <span>Role</span>
        <span>Created</span>
        <span>Last used</span>
        <span>Expires</span>
        <span />
      </div>
      <ul className="max-[899px]:border-(--hair) max-[899px]:border-t">
        {(showsAll ? tokens : valid).map((token) => (
          <TokenRow key={token.id} token={token} now={now} disabled={stale} onRevoke={() => setRevoking(token)} />
        ))}
      </ul>
      {over > 0 && (
        <Button kind="quiet" className="-ml-1.5 mt-2" aria-pressed={showsAll} onClick={() => setShowsAll(!showsAll)}>
          {showsAll ? 'Hide revoked and expired tokens' : `Show ${over} revoked or expired`}
        </Button>
      )}
      <CreateTokenDialog open={adding} onOpenChange={setAdding} onCreated={onChanged} />
      <RevokeToken token={revoking} onDone={() => setRevoking(null)} onRevoked={onChanged} />
    </section>
  )
}
