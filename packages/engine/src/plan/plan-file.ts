/** What a plan file may contain. Reading, checking and the published JSON Schema all come from this description. */
import { agents } from '../agents/registry.ts'
import { list, oneOrMore } from '../shapes/list.ts'
import { located } from '../shapes/located.ts'
import { object, optional, required, type Values } from '../shapes/object.ts'
import { duration, integer, key, modelId, oneOf, path, text, variableName } from '../shapes/scalars.ts'
import type { ValueOf } from '../shapes/shape.ts'
import { agentKind } from './agent-kind-shape.ts'
import { dependency } from './dependency-shape.ts'
import { ownFields } from './own-fields.ts'

const priority = () =>
  optional(
    integer(-1_000_000, 1_000_000),
    'Lower first; 999 where nothing is said. Orders what could start at the same time.',
  )

const kinds = [...agents.values()].map(({ kind, doc }) => `${kind}, ${doc}`).join('; ')

/** Settings that `defaults`, an epic or a task may have; the nearest one counts. */
const agentFields = {
  agent: optional(agentKind, `Who does the work: ${kinds}. Each task needs it, from here or from above.`),
  model: optional(modelId, 'A model id for the record, or auto: unknown. Default: auto.'),
  provider: optional(
    key,
    'Whose limits the agent runs into, such as anthropic or openai: when one is reached, every task of this provider waits. Default: the kind of agent.',
  ),
  timeout: optional(duration, 'Time limit of one attempt. Default: 30m.'),
  stall: optional(duration, 'An attempt that prints nothing for this long is ended. Default: 5m.'),
  maxAttempts: optional(integer(1, 100), 'Attempts before the task has failed. Default: 3.'),
  // Their names and types are known to their kind alone, so the type of a plan file does not have them.
  ...(ownFields as object),
}

const task = object('a task', {
  key: required(located(key), 'Names the task in branches, trailers and dependencies; unique in the plan.'),
  description: required(text, 'The task in one line.'),
  action: optional(text, 'What to do, at length. Without it the description is what to do.'),
  priority: priority(),
  dependsOn: optional(
    list(dependency),
    'Keys of tasks, of any epic, whose merged work this one starts from. A soft one orders, but its failure does not hold this task back.',
  ),
  files: optional(list(path), 'A hint: what it will touch.'),
  ...agentFields,
})

const epic = object('an epic', {
  key: required(located(key), 'Names the epic; unique in the plan.'),
  name: optional(text, 'For people. Default: the key.'),
  priority: priority(),
  dependsOn: optional(list(located(key)), 'Keys of epics: each task of this one waits for all tasks of those.'),
  tasks: required(list(task), 'The tasks of this epic.'),
  ...agentFields,
})

const timeouts = object('time limits by command: verify, setup, teardown', {
  verify: optional(duration, 'Default: 10m.'),
  setup: optional(duration, 'Default: 10m.'),
  teardown: optional(duration, 'Default: 1m.'),
})

export const planFile = object('a plan: a mapping with the key "epics"', {
  $schema: optional(text, 'Where editors find the schema of this file.'),
  name: optional(text, "The project's name, for a project that does not exist yet."),
  verify: optional(oneOrMore(text), 'Shell commands that every merged tree must pass before the branch moves.'),
  setup: optional(oneOrMore(text), 'Shell commands that make a fresh worktree ready.'),
  teardown: optional(oneOrMore(text), 'Shell commands that run before a worktree is removed.'),
  timeouts: optional(timeouts, 'Time limits of verify, setup and teardown.'),
  copy: optional(list(path), 'Files that are copied from the checkout into each worktree, and never committed.'),
  link: optional(list(path), 'The same by symbolic link.'),
  keepIgnored: optional(list(path), 'Ignored paths that stay when a worktree is handed to the next task.'),
  env: optional(
    list(located(variableName)),
    "Names of variables of the server's environment that agents, setup, verify and teardown receive. Values are never stored, and are redacted wherever they appear.",
  ),
  redBase: optional(
    oneOf(['refuse', 'allow']),
    'What to do when the base branch already fails verify. Default: refuse.',
  ),
  delivery: optional(
    oneOf(['auto', 'manual']),
    'Whether the base branch moves by itself when a run has ended. Default: auto.',
  ),
  maxConflictSessions: optional(integer(0, 100), 'How often a merge conflict is given to an agent. Default: 2.'),
  defaults: optional(object('settings for all tasks', agentFields), 'For all tasks that say nothing else.'),
  epics: required(list(epic), 'What is to be done.'),
})

export type PlanFile = ValueOf<typeof planFile>
export type EpicInFile = ValueOf<typeof epic>
export type TaskInFile = ValueOf<typeof task>
export type AgentValues = Values<typeof agentFields>
