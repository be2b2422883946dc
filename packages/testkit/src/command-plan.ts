export interface CommandTask {
  key: string
  epic: string
  run: string
  resolve?: string
  dependsOn?: readonly unknown[]
  priority?: number
  provider?: string
  maxAttempts?: number
  uses?: readonly string[]
}

/** Returns a plan file of `command` tasks, as JSON data. `extra` contains further keys of the plan. */
export function commandPlan(tasks: readonly CommandTask[], extra: { defaults?: object; [key: string]: unknown } = {}) {
  const epics = [...new Set(tasks.map((task) => task.epic))]
  return {
    ...extra,
    defaults: { agent: 'command', ...extra.defaults },
    epics: epics.map((key) => ({
      key,
      name: `Epic ${key}`,
      tasks: tasks
        .filter((task) => task.epic === key)
        .map(({ epic: _, ...task }) => ({ description: `Task ${task.key}`, ...task })),
    })),
  }
}
