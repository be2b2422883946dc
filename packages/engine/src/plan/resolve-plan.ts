import { type PlanValues, settingsFrom } from '../agents/agent-settings.ts'
import type { Plan, PlanEpic, PlanTask } from '../domain/plan.ts'
import {
  DEFAULT_PRIORITY,
  DEFAULT_PROJECT_SETTINGS,
  DEFAULT_TASK_SETTINGS,
  type ProjectSettings,
} from '../domain/settings.ts'
import type { Agent } from '../ports/agent.ts'
import { agentKind } from './agent-kind-shape.ts'
import { domainWordsOf, modelSettingsOf } from './model-settings-shape.ts'
import { ownValues } from './own-fields.ts'
import type { AgentValues, EpicInFile, PlanFile, TaskInFile } from './plan-file.ts'

/**
 * Turns a valid plan file into a plan. A setting of a task comes from the task itself, or else from its epic, or else from the defaults of
 * the plan.
 */
export function resolvePlan(file: PlanFile): Plan {
  const defaults = below(NOTHING_SET, file.defaults ?? {})
  return {
    name: file.name ?? null,
    settings: projectSettings(file),
    givesUp: [
      ...(file.verify?.length === 0 ? ['VERIFY' as const] : []),
      ...(file.delivery === 'auto' ? ['MANUAL_DELIVERY' as const] : []),
    ],
    epics: file.epics.map((epic) => planEpic(epic, below(defaults, epic))),
  }
}

function projectSettings(file: PlanFile): ProjectSettings {
  return {
    ...DEFAULT_PROJECT_SETTINGS,
    ...defined({
      verify: file.verify,
      setup: file.setup,
      teardown: file.teardown,
      verifyTimeoutMs: file.timeouts?.verify,
      setupTimeoutMs: file.timeouts?.setup,
      teardownTimeoutMs: file.timeouts?.teardown,
      copy: file.copy,
      link: file.link,
      keepIgnored: file.keepIgnored,
      env: file.env && [...new Set(file.env.map((name) => name.value))],
      resources: file.resources,
      redBase: file.redBase,
      verifyTogether: file.verifyTogether,
      expertise: file.expertise?.use,
      learning: file.expertise?.learning,
      delivery: file.delivery,
      maxConflictSessions: file.maxConflictSessions,
      prompt: file.prompt && defined(file.prompt),
      models: file.models && modelSettingsOf(file.models),
      domains: file.domains && domainWordsOf(file.domains),
    }),
  }
}

function planEpic(epic: EpicInFile, inherited: Level): PlanEpic {
  return {
    key: epic.key.value,
    name: epic.name ?? epic.key.value,
    priority: epic.priority ?? DEFAULT_PRIORITY,
    dependsOn: epic.dependsOn?.map((key) => key.value) ?? [],
    tasks: epic.tasks.map((task) => planTask(task, below(inherited, task))),
  }
}

function planTask(task: TaskInFile, { agent, own, common }: Level): PlanTask {
  return {
    key: task.key.value,
    description: task.description,
    action: task.action ?? null,
    priority: task.priority ?? DEFAULT_PRIORITY,
    dependsOn: task.dependsOn?.map(({ key, kind }) => ({ key: key.value, kind })) ?? [],
    settings: { ...common, agent: settingsFrom(agent ?? agentKind.standIn, own), files: task.files ?? [] },
  }
}

/** The settings that hold at one level of a plan (the defaults, an epic or a task), including those that the level inherits. */
interface Level {
  /** It is undefined when neither this level nor a level above it names an agent. In a valid plan, every task has an agent. */
  agent: Agent | undefined
  /** The settings that only one kind of agent has. */
  own: PlanValues
  common: typeof DEFAULT_TASK_SETTINGS
}

const NOTHING_SET: Level = { agent: undefined, own: {}, common: DEFAULT_TASK_SETTINGS }

const below = ({ agent, own, common }: Level, values: Partial<AgentValues>): Level => ({
  agent: values.agent ?? agent,
  own: { ...own, ...ownValues(values) },
  common: { ...common, ...commonSettings(values) },
})

function commonSettings(values: Partial<AgentValues>): Partial<Level['common']> {
  return defined({
    provider: values.provider,
    model: values.model === 'auto' ? null : values.model,
    timeoutMs: values.timeout,
    stallMs: values.stall,
    maxAttempts: values.maxAttempts,
    uses: values.uses?.map(({ value }) => value),
    domain: values.domain,
    labels: values.labels,
    sandbox: values.sandbox,
    sandboxHosts: values.sandboxHosts,
  })
}

/** Leaves out the keys whose value is undefined, so that they do not replace inherited values. */
function defined<T extends object>(values: T): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>
}
