import { agents } from './registry.ts'

/** Returns the error about a kind of agent that this version does not have. */
export const noSuchAgent = (kind: string): string =>
  `this version of Coppice has no agent ${kind}. Write ${agentAdvice()}`

export const agentAdvice = (): string => [...agents.values()].map(({ advice }) => advice).join(', or ')
