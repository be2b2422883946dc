import type { PromptResponse, UsageUpdate } from '@agentclientprotocol/sdk'
import type { ModelCalled } from '@coppice/engine/domain/session-facts'

/** Reads from the messages of one agent what its requests to a model used and cost. Numbers that the agent does not report are null. */
export interface UsageReader {
  /** @returns facts of a message of the agent that is not a part of the protocol */
  extra?(method: string, params: unknown): readonly ModelCalled[]
  usageUpdate?(update: UsageUpdate): void
  /** @returns facts of a prompt whose turn has ended */
  promptEnd(response: PromptResponse): readonly ModelCalled[]
  /** @returns facts of a prompt whose turn failed, so that the agent sent no report. A cost that is unknown must not look like none (M1) */
  promptFailed(): readonly ModelCalled[]
}

export interface UsageParts {
  /** The model that the plan names, or null. */
  model: string | null
  /** @returns a new id of a request, for an agent that reports no ids */
  newId: () => string
}

/** Returns the fact of a turn that was cut off before the agent reported what it used. */
export const cutOff = ({ model, newId }: UsageParts): ModelCalled => ({
  ...{ type: 'ModelCalled', requestId: newId(), model: model ?? 'unknown', partial: true, ...UNKNOWN },
})

/** The numbers of a request when none of them is known. */
export const UNKNOWN = {
  inputTokens: null,
  outputTokens: null,
  cacheReadTokens: null,
  cacheWriteTokens: null,
  cacheWrite1hTokens: null,
  reportedCostMicroUsd: null,
} as const
