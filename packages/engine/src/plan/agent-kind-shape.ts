import { AGENT_KINDS, type AgentKind, noSuchAgent } from '../domain/settings.ts'
import { oneOf } from './shape/scalars.ts'
import { quoted, report, type Shape, textAt } from './shape/shape.ts'

const kind = oneOf(AGENT_KINDS)

/** The kind of an agent. The message for an unknown kind says what to write instead. */
export const agentKind: Shape<AgentKind> = {
  ...kind,
  read(place) {
    const named = textAt(place)
    if (named === null || AGENT_KINDS.some((one) => one === named)) return kind.read(place)
    report(place, noSuchAgent(quoted(named)))
    return kind.standIn
  },
}
