import type { Plan, PlanEpic, PlanTask } from '../domain/plan.ts'
import {
  DEFAULT_PRIORITY,
  DEFAULT_PROJECT_SETTINGS,
  DEFAULT_TASK_SETTINGS,
  type ProjectSettings,
  type TaskSettings,
} from '../domain/settings.ts'
import type { AgentFields, EpicInFile, PlanFile, TaskInFile } from './plan-file.ts'

/** Fills every default into a valid file: from the plan, then the epic, then the task. The nearest wins. */
export function resolvePlan(file: PlanFile): Plan {
  return {
    name: file.name ?? null,
    settings: projectSettings(file),
    epics: file.epics.map((epic) =>
      planEpic(epic, { ...DEFAULT_TASK_SETTINGS, ...agentSettings(file.defaults ?? {}) }),
    ),
  }
}

function projectSettings(file: PlanFile): ProjectSettings {
  return {
    ...DEFAULT_PROJECT_SETTINGS,
    ...said({
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
      redBase: file.redBase,
      delivery: file.delivery,
      maxConflictSessions: file.maxConflictSessions,
    }),
  }
}

function planEpic(epic: EpicInFile, inherited: TaskSettings): PlanEpic {
  const settings = { ...inherited, ...agentSettings(epic) }
  return {
    key: epic.key.value,
    name: epic.name ?? epic.key.value,
    priority: epic.priority ?? DEFAULT_PRIORITY,
    dependsOn: epic.dependsOn?.map((key) => key.value) ?? [],
    tasks: epic.tasks.map((task) => planTask(task, settings)),
  }
}

function planTask(task: TaskInFile, inherited: TaskSettings): PlanTask {
  return {
    key: task.key.value,
    description: task.description,
    action: task.action ?? null,
    priority: task.priority ?? DEFAULT_PRIORITY,
    dependsOn: task.dependsOn?.map(({ key, kind }) => ({ key: key.value, kind })) ?? [],
    settings: { ...inherited, ...agentSettings(task), files: task.files ?? [] },
  }
}

function agentSettings(fields: Partial<AgentFields>): Partial<TaskSettings> {
  return said({
    agent: fields.agent,
    provider: fields.provider,
    model: fields.model === 'auto' ? null : fields.model,
    timeoutMs: fields.timeout,
    stallMs: fields.stall,
    maxAttempts: fields.maxAttempts,
    run: fields.run,
    resolve: fields.resolve,
  })
}

/** Drops keys that are absent, so that they do not hide inherited values. */
function said<T extends object>(values: T): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>
}
