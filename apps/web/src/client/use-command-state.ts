import { useCallback, useState } from 'react'
import type { Fault } from './faults.ts'
import type { CommandOutcome } from './use-command.ts'

/** The result of a command: nothing to show, refused in its union, refused outside of its union, or unknown. */
export type CommandState<Refused> =
  | { kind: 'ready' }
  | { kind: 'refused'; refused: Refused }
  | { kind: 'fault'; fault: Fault }
  | { kind: 'unreachable' }

export interface CommandStateHandle<Refused> {
  state: CommandState<Refused>
  /** Clears the message about the last try. */
  clear: () => void
  refuse: (refused: Refused) => void
  /** @returns the data, or null when there is none; the state then says why. */
  answered: <Data>(outcome: CommandOutcome<Data>) => Data | null
}

/** Keeps the reason why a command did not succeed, for `CommandNotice` to show. */
export function useCommandState<Refused>(): CommandStateHandle<Refused> {
  const [state, setState] = useState<CommandState<Refused>>({ kind: 'ready' })
  const clear = useCallback(() => setState({ kind: 'ready' }), [])
  const refuse = useCallback((refused: Refused) => setState({ kind: 'refused', refused }), [])
  const answered = useCallback(<Data>(outcome: CommandOutcome<Data>): Data | null => {
    if (outcome.kind === 'answered') return outcome.data
    setState(outcome)
    return null
  }, [])
  return { state, clear, refuse, answered }
}
