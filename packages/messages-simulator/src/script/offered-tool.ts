import type { MessagesRequest } from '../http/messages-request.ts'
import type { Call } from './script.ts'

/** A tool as a client offers it. */
export interface OfferedTool {
  name: string
  /** The keys of its input, and those that it needs. They are empty for tools that the API itself defines. */
  keys: readonly string[]
  required: readonly string[]
}

export const offeredTools = ({ tools }: MessagesRequest): OfferedTool[] =>
  (tools ?? []).flatMap((tool) => {
    if (!('name' in tool)) return []
    const schema = 'input_schema' in tool ? tool.input_schema : null
    return [{ name: tool.name, keys: Object.keys(schema?.properties ?? {}), required: schema?.required ?? [] }]
  })

/** @returns null when the client offers no such tool */
export function findTool(tools: readonly OfferedTool[], wanted: string): OfferedTool | null {
  const plain = plainly(wanted)
  return (
    tools.find(({ name }) => name === wanted) ??
    tools.find(({ name }) => plainly(name) === plain) ??
    tools.find(({ name }) => new RegExp(`_${wanted}$`, 'i').test(name)) ??
    null
  )
}

/** Returns the input of a call under the keys of the offered tool. A description that the tool requires is filled in. */
export function inputFor(tool: OfferedTool, { input }: Call): Record<string, unknown> {
  const entries = Object.entries(input).map(([key, value]): [string, unknown] => [
    tool.keys.find((offered) => plainly(offered) === plainly(key)) ?? key,
    value,
  ])
  const described = tool.required.includes('description') && !entries.some(([key]) => key === 'description')
  return Object.fromEntries(described ? [...entries, ['description', `Carries out ${tool.name}`]] : entries)
}

const plainly = (name: string): string => name.replaceAll(/[_-]/g, '').toLowerCase()
