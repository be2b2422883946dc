import { agents } from './registry.ts'

/** Says what to write instead of an agent that this version does not have. */
export const noSuchAgent = (kind: string): string => `there is no agent ${kind} in this version. Write ${agentAdvice()}`

export const agentAdvice = (): string => [...agents.values()].map(({ advice }) => advice).join(', or ')
