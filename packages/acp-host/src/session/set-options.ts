import type { ClientContext, SessionConfigOption } from '@agentclientprotocol/sdk'
import { methods } from '@agentclientprotocol/sdk'
import type { OpenedSession } from './agent-session.ts'

/**
 * Sets the mode or the model of a session.
 *
 * @returns the ids that the agent offers when it does not offer this one; null when it is set
 */
export async function setOption(
  agent: ClientContext,
  { id: sessionId, state }: OpenedSession,
  category: 'mode' | 'model',
  value: string,
): Promise<string[] | null> {
  const option = (state.configOptions ?? []).find((one) => one.category === category)
  const offered = option === undefined ? [] : valuesOf(option)
  if (option !== undefined && offered.includes(value)) {
    await agent.request(methods.agent.session.setConfigOption, { sessionId, configId: option.id, value })
    return null
  }
  const modes = category === 'mode' ? (state.modes?.availableModes ?? []).map(({ id }) => id) : []
  if (!modes.includes(value)) return [...offered, ...modes]
  await agent.request(methods.agent.session.setMode, { sessionId, modeId: value })
  return null
}

function valuesOf(option: SessionConfigOption): string[] {
  if (option.type !== 'select') return []
  return option.options.flatMap((one) => ('value' in one ? [one.value] : one.options.map(({ value }) => value)))
}
