import { useCallback, useState } from 'react'
import type { Fault } from './faults.ts'
import type { CommandOutcome } from './use-command.ts'

/**
 * What to show about the last command. `ready`: nothing. `refused`: a refusal of its union. `fault`: another error of the server.
 * `unreachable`: the server did not respond, so the result is unknown.
 */
export type CommandState<Refused> =
  | { kind: 'ready' }
  | { kind: 'refused'; refused: Refused }
  | { kind: 'fault'; fault: Fault }
  | { kind: 'unreachable' }

export interface CommandStateHandle<Refused> {
  state: CommandState<Refused>
  /** Clears the message about the last command. */
  clear: () => void
  refuse: (refused: Refused) => void
  /** Reads the outcome of a command. @returns the data of the outcome; null when it has no data, and then `state` has the reason. */
  dataOf: <Data>(outcome: CommandOutcome<Data>) => Data | null
}

/** Stores why the last command did not succeed. `CommandNotice` shows the reason. */
export function useCommandState<Refused>(): CommandStateHandle<Refused> {
  const [state, setState] = useState<CommandState<Refused>>({ kind: 'ready' })
  const clear = useCallback(() => setState({ kind: 'ready' }), [])
  const refuse = useCallback((refused: Refused) => setState({ kind: 'refused', refused }), [])
  const dataOf = useCallback(<Data>(outcome: CommandOutcome<Data>): Data | null => {
    if (outcome.kind === 'data') return outcome.data
    setState(outcome)
    return null
  }, [])
  return { state, clear, refuse, dataOf }
}
