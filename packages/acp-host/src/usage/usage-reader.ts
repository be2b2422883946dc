import type { PromptResponse, UsageUpdate } from '@agentclientprotocol/sdk'
import type { ModelCalled } from '@coppice/engine/domain/session-facts'

/** Reads from the messages of one agent what its requests to a model cost. What the agent does not report stays null. */
export interface UsageReader {
  /** @returns facts of a message of the agent that is not a part of the protocol */
  extra?(method: string, params: unknown): readonly ModelCalled[]
  usageUpdate?(update: UsageUpdate): void
  /** @returns facts of a prompt whose turn has ended */
  promptEnd(response: PromptResponse): readonly ModelCalled[]
}

export interface UsageParts {
  /** The model that the plan names, or null. */
  model: string | null
  /** @returns a new id of a request, for an agent that reports no ids */
  newId: () => string
}

/** The counts of a fact of which nothing is known. */
export const UNKNOWN = {
  inputTokens: null,
  outputTokens: null,
  cacheReadTokens: null,
  cacheWriteTokens: null,
  cacheWrite1hTokens: null,
  reportedCostMicroUsd: null,
} as const
