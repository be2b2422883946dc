import { Button } from '../ui/button.tsx'
import { when } from '../words/when.ts'
import type { Token } from './token-documents.ts'
import { tokenState } from './token-state.ts'

export const TOKEN_COLUMNS =
  'min-[900px]:grid min-[900px]:grid-cols-[minmax(180px,1.5fr)_110px_minmax(120px,1fr)_minmax(120px,1fr)_minmax(120px,1fr)_90px] min-[900px]:items-center min-[900px]:gap-4'

export interface TokenRowProps {
  token: Token
  now: number
  disabled: boolean
  onRevoke: () => void
}

/** The row of a token: its name, its role, its expiry, and its last use. */
export function TokenRow({ token, now, disabled, onRevoke }: TokenRowProps) {
  const state = tokenState(token, now)
  return (
    <li
      className={`${TOKEN_COLUMNS} min-h-11 border-(--hair) border-b max-[899px]:flex max-[899px]:flex-wrap max-[899px]:items-center max-[899px]:gap-x-4 max-[899px]:gap-y-1 max-[899px]:py-2.5 ${state === 'valid' ? '' : 'text-(--text-3)'}`}
    >
      <span className="min-w-0 truncate font-semibold max-[899px]:w-full" title={token.name}>
        {token.name}
      </span>
      <span>{token.role}</span>
      <Time label="Created" at={token.createdAt} now={now} absent="" />
      <Time label="Last used" at={token.lastUsedAt} now={now} absent="Never" />
      {state === 'revoked' ? (
        <span>Revoked</span>
      ) : (
        <Time label={state === 'expired' ? 'Expired' : 'Expires'} at={token.expiresAt} absent="Never" />
      )}
      <span className="text-right max-[899px]:ml-auto">
        {state === 'valid' && (
          <Button kind="danger" disabled={disabled} aria-label={`Revoke ${token.name}`} onClick={onRevoke}>
            Revoke…
          </Button>
        )}
      </span>
    </li>
  )
}

/** Formats a future time, for example `24 Dec 2026, 01:00`. It includes the year, because the time may be in another year. */
const date = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' })

/** Shows a time. @param label the name of the column, shown on phones @param now given for a past time, which is then shown relative to now */
function Time({ label, at, now, absent }: { label: string; at: string | null; now?: number; absent: string }) {
  const words = (time: number) => (now === undefined ? date.format(time) : when(time, now))
  return (
    <span className="whitespace-nowrap text-(--text-2)">
      <span className="text-(--text-3) min-[900px]:sr-only">{label} </span>
      {at === null ? absent : <time dateTime={at}>{words(Date.parse(at))}</time>}
    </span>
  )
}
