import { noSuchAgent } from '../agents/no-such-agent.ts'
import { agents } from '../agents/registry.ts'
import type { Agent } from '../ports/agent.ts'
import { oneOf } from '../shapes/scalars.ts'
import { quoted, report, type Shape, textAt } from '../shapes/shape.ts'

const [first, ...others] = [...agents.values()]
if (!first) throw new Error('the registry of agents is empty')
const kind = oneOf([first.kind, ...others.map((agent) => agent.kind)])

/** Reads the kind of an agent. The error for an unknown kind says what to write instead. */
export const agentKind: Shape<Agent> = {
  expected: kind.expected,
  schema: kind.schema,
  standIn: first,
  read(place) {
    const named = textAt(place)
    if (named === null || agents.has(named)) return agents.get(kind.read(place)) ?? first
    report(place, noSuchAgent(quoted(named)))
    return first
  },
}
