import type { PlanDependency } from '../domain/plan.ts'

export interface MermaidInput {
  epics: readonly { key: string; name: string; dependsOn: readonly string[] }[]
  tasks: readonly { key: string; epicKey: string; description: string; dependsOn: readonly PlanDependency[] }[]
}

/** Returns the plan as a Mermaid flowchart. Epics are frames. An arrow leads from a task to its dependent. Soft arrows are dotted. */
export function mermaid({ epics, tasks }: MermaidInput): string {
  const epicId = new Map(epics.map((epic, index) => [epic.key, `e${index}`]))
  const taskId = new Map(tasks.map((task, index) => [task.key, `t${index}`]))
  const members = Map.groupBy(tasks, (task) => task.epicKey)
  const frames = epics.flatMap((epic) => [
    `  subgraph ${epicId.get(epic.key)}["${label(epic.name)}"]`,
    ...(members.get(epic.key) ?? []).map(
      (task) => `    ${taskId.get(task.key)}["${label(`${task.key}: ${task.description}`)}"]`,
    ),
    '  end',
  ])
  const arrows = [
    ...tasks.flatMap((task) =>
      task.dependsOn.map(({ key, kind }) =>
        arrow(taskId.get(key), kind === 'SOFT' ? '-.->' : '-->', taskId.get(task.key)),
      ),
    ),
    ...epics.flatMap((epic) => epic.dependsOn.map((key) => arrow(epicId.get(key), '-->', epicId.get(epic.key)))),
  ]
  return ['flowchart LR', ...frames, ...arrows.flat(), ''].join('\n')
}

const arrow = (from: string | undefined, line: string, to: string | undefined): string[] =>
  from && to ? [`  ${from} ${line} ${to}`] : []

/** Replaces every character that Mermaid, its Markdown or HTML would interpret with a character code. */
const label = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/["#&<>;`\\*_~$%|{}[\]()]/g, (character) => `#${character.charCodeAt(0)};`)
