import type { ReactNode } from 'react'
import type { Connection } from '../live/follow.ts'
import { CutWire, Wire } from '../ui/icons.tsx'

/** Shows the state of the connection in one or two words. */
export function ConnectionState({ connection, still }: { connection: Connection | null; still?: ReactNode }) {
  const [icon, word] = stateOf(connection, still)
  return (
    <span className="flex items-center gap-1.5 whitespace-nowrap text-(--text-2)">
      {icon}
      {word}
    </span>
  )
}

function stateOf(connection: Connection | null, still: ReactNode) {
  if (connection === null) return [<Wire key="i" className="text-(--text-3)" />, 'Opening'] as const
  if (connection.state === 'lost') return [<CutWire key="i" />, 'Not live'] as const
  if (connection.state === 'catching-up') return [<Wire key="i" />, 'Catching up'] as const
  if (connection.state === 'ended') return [null, still ?? 'Ended'] as const
  return still === undefined ? ([<Wire key="i" />, 'Live'] as const) : ([null, still] as const)
}
