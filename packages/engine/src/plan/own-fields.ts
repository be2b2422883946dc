import type { PlanValues } from '../agents/agent-settings.ts'
import { agents } from '../agents/registry.ts'
import { type Field, optional } from '../shapes/object.ts'

/** The settings of all kinds of agents, by their keys in plan files. */
export const ownFields: Readonly<Record<string, Field<unknown>>> = fieldsOfAllKinds()

const NAMES = Object.keys(ownFields)

/** Returns the settings in `ownFields` that `defaults`, an epic or a task sets. */
export function ownValues(level: PlanValues): PlanValues {
  const values: Record<string, unknown> = {}
  for (const name of NAMES) if (level[name] !== undefined) values[name] = level[name]
  return values
}

function fieldsOfAllKinds() {
  const fields: Record<string, Field<unknown>> = {}
  const shapes = new Map<string, unknown>()
  for (const agent of agents.values())
    for (const [name, { shape, doc }] of Object.entries(agent.fields)) {
      const known = shapes.get(name)
      if (known !== undefined && known !== shape) throw new Error(`two kinds of agents have different settings ${name}`)
      shapes.set(name, shape)
      fields[name] = optional(shape, doc)
    }
  return fields
}
