import { DEFAULT_TASK_SETTINGS } from '../domain/settings.ts'
import type { AgentFields, PlanFile, TaskInFile } from './plan-file.ts'
import { report } from './shape/shape.ts'

/** What the agent of each task needs is said: by the task, its epic or the defaults. */
export function checkAgents(file: PlanFile): void {
  for (const epic of file.epics) for (const task of epic.tasks) checkAgent(task, [task, epic, file.defaults ?? {}])
}

function checkAgent(task: TaskInFile, levels: readonly Partial<AgentFields>[]): void {
  const said = <K extends keyof AgentFields>(name: K) => levels.find((level) => level[name] !== undefined)?.[name]
  const agent = said('agent') ?? DEFAULT_TASK_SETTINGS.agent
  if (agent === 'command' && said('run') === undefined) {
    missing(task, 'run', 'a task of agent command needs a shell command to run')
  }
  if (agent === 'acp' && !said('command')?.length) {
    missing(task, 'command', 'a task of agent acp needs the program to start, as a list such as [npx, -y, some-agent]')
  }
}

function missing({ key }: TaskInFile, name: string, message: string): void {
  const place = key.place
  if (!place) return
  const path = place.path.replace(/key$/, name)
  report({ ...place, path }, `"${name}" is missing: ${message}`)
}
