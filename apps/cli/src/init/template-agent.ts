import { type Agent, agents } from '@coppice/engine'
import type { KnownAgent } from '../agents/agents-of.ts'

/** The parts of a plan that depend on its agent. */
export interface TemplateAgent {
  /** The lines of `defaults` that choose the agent and explain its settings. */
  defaults: string
  /** Returns the lines of a task that say what to do. @param command for an agent that runs commands @param action for the others */
  work(command: string, action: string): string
}

/** Where the comments of settings begin. */
const COMMENT_COLUMN = 32

export function templateAgent(chosen: Pick<KnownAgent, 'kind' | 'title' | 'settings'>): TemplateAgent {
  const agent = agents.get(chosen.kind)
  const isCommand = agent !== undefined && 'run' in agent.fields
  return {
    defaults: [...chosenLines(chosen), ...explained(agent, chosen)].join('\n'),
    work: isCommand ? commandLines : (_, action) => `        action: ${action}`,
  }
}

const commandLines = (command: string, action: string): string => `        action: ${action}
        run: ${command}`

function chosenLines({ title, settings }: Pick<KnownAgent, 'title' | 'settings'>): string[] {
  const [first, ...others] = settings.map(({ key, value }) => `  ${key}: ${value}`)
  return [commented(first ?? '', `${title}. For all agents: coppice agents`), ...others]
}

/** Explains the settings of the agent that have a default, each in a line that is commented out. */
function explained(agent: Agent | undefined, { settings }: Pick<KnownAgent, 'settings'>): string[] {
  const chosen = new Set(settings.map(({ key }) => key))
  return Object.entries(agent?.fields ?? {}).flatMap(([key, { doc, otherwise }]) =>
    'value' in otherwise && otherwise.value !== null && !chosen.has(key)
      ? [commented(`  # ${key}: ${JSON.stringify(otherwise.value)}`, doc)]
      : [],
  )
}

const commented = (setting: string, comment: string): string => `${setting.padEnd(COMMENT_COLUMN - 1)} # ${comment}`
