import type { AgentFields, PlanFile, TaskInFile } from './plan-file.ts'
import { report } from './shape/shape.ts'

/** What the agent of each task needs is said: by the task, its epic or the defaults. */
export function checkAgents(file: PlanFile): void {
  const tasks = file.epics.flatMap((epic) =>
    epic.tasks.map((task) => {
      const levels: Partial<AgentFields>[] = [task, epic, file.defaults ?? {}]
      return { task, levels }
    }),
  )
  const lacking = (name: keyof AgentFields) =>
    tasks.filter(({ levels }) => levels.every((level) => level[name] === undefined))
  const withoutAgent = lacking('agent')
  reportAgent(withoutAgent.map(({ task }) => task))
  for (const one of lacking('run')) {
    if (!withoutAgent.includes(one)) missing(one.task, 'run', 'a task of agent command needs a shell command to run')
  }
}

/** One mistake, whatever the number of tasks: mostly the defaults lack it. */
function reportAgent([first, ...others]: readonly TaskInFile[]): void {
  if (!first) return
  const more = others.length > 0 ? `, here and at ${others.length} more` : ''
  const advice = 'write "defaults: { agent: command }", and the shell command of each task in "run"'
  missing(first, 'agent', `no agent does this task${more}; ${advice}`)
}

function missing({ key }: TaskInFile, name: string, message: string): void {
  const place = key.place
  if (!place) return
  const path = place.path.replace(/key$/, name)
  report({ ...place, path }, `"${name}" is missing: ${message}`)
}
