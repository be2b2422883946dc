import { useCallback, useState } from 'react'
import type { Fault } from './faults.ts'
import type { CommandOutcome } from './use-command.ts'

/** What became of an act: nothing to say, refused in its union, refused outside of it, or not known. */
export type CommandState<Refused> =
  | { kind: 'ready' }
  | { kind: 'refused'; refused: Refused }
  | { kind: 'fault'; fault: Fault }
  | { kind: 'unreachable' }

export interface CommandStateHandle<Refused> {
  state: CommandState<Refused>
  /** Forgets what was said of the last try. */
  clear: () => void
  refuse: (refused: Refused) => void
  /** The answer; null where there is none, and then the state says why. */
  answered: <Data>(outcome: CommandOutcome<Data>) => Data | null
}

/** Keeps why an act was not done, for `CommandNotice` to show. */
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
