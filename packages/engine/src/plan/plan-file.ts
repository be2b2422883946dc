/** Describes what a plan file may contain. Parsing, checks and the published JSON Schema are all derived from this description. */

import { agents } from '../agents/registry.ts'
import { PROMPT_PLACEHOLDERS, type PromptKind } from '../domain/prompt-template.ts'
import { SANDBOX_USES } from '../domain/sandbox.ts'
import { TASK_DOMAINS } from '../domain/task-domains.ts'
import { list, oneOrMore } from '../shapes/list.ts'
import { located } from '../shapes/located.ts'
import { mapping } from '../shapes/mapping.ts'
import { object, optional, required, type Values } from '../shapes/object.ts'
import { duration, hostPattern, integer, key, modelId, oneOf, path, text, variableName } from '../shapes/scalars.ts'
import type { ValueOf } from '../shapes/shape.ts'
import { agentKind } from './agent-kind-shape.ts'
import { dependency } from './dependency-shape.ts'
import { expertise } from './expertise-shape.ts'
import { domainWords, modelSettings } from './model-settings-shape.ts'
import { ownFields } from './own-fields.ts'
import { promptTemplate } from './prompt-template-shape.ts'

const priority = () =>
  optional(
    integer(-1_000_000, 1_000_000),
    'Orders tasks that could start at the same time: the lowest number first. Default: 999.',
  )

const kinds = [...agents.values()].map(({ kind, doc }) => `${kind}, ${doc}`).join('; ')

const placeholders = (kind: PromptKind): string =>
  `Its placeholders are ${PROMPT_PLACEHOLDERS[kind].map((name) => `{{${name}}}`).join(', ')}.`

/** The settings that `defaults`, an epic and a task may have. The setting nearest to the task counts. */
const agentFields = {
  agent: optional(
    agentKind,
    `The agent that does the work: ${kinds}. Each task needs one, from the task, its epic or defaults.`,
  ),
  model: optional(modelId, 'The id of the model. auto: Coppice or the agent chooses it. Default: auto.'),
  provider: optional(
    key,
    'The provider whose limits apply to the agent, such as anthropic or openai. When a limit is reached, every task of this provider waits. Default: that of the preset, the host and port of baseUrl, or the kind of agent.',
  ),
  timeout: optional(duration, 'The time limit of one attempt. Default: 30m.'),
  stall: optional(duration, 'How long an attempt may print nothing before it is ended. Default: 5m.'),
  maxAttempts: optional(integer(1, 100), 'The number of failed attempts after which the task has failed. Default: 3.'),
  uses: optional(
    list(located(key)),
    'The resources of the project that the task holds while its agent runs. The task starts when all of them are free. Default: none.',
  ),
  domain: optional(
    oneOf(TASK_DOMAINS),
    'The domain of the task. Default: it is found in the texts and the files of the task.',
  ),
  labels: optional(list(key), 'Words that the policy in models may name. Default: none.'),
  sandbox: optional(
    oneOf(SANDBOX_USES),
    'Whether the agent runs in a sandbox, in which it can change only its own worktree. on: if the server can. required: a server that cannot refuses the run. Default: off.',
  ),
  sandboxHosts: optional(
    list(hostPattern),
    'The hosts that the agent may reach from the sandbox, besides those of its provider, such as registry.npmjs.org, *.example.com or localhost:8080. Default: none.',
  ),
  // The cast to `object` keeps the settings of agents out of the type `PlanFile`. Only the kind of the agent defines their types.
  ...(ownFields as object),
}

const task = object('a task', {
  key: required(located(key), 'The name of the task in branches, trailers and dependencies. It is unique in the plan.'),
  description: required(text, 'The task in one line.'),
  action: optional(text, 'The full instructions for the agent. Default: the description.'),
  priority: priority(),
  dependsOn: optional(
    list(dependency),
    'Keys of tasks, of any epic, whose merged work this task needs. A soft dependency only sets the order: this task starts even if the other one fails.',
  ),
  files: optional(list(path), 'The paths that the task will probably change, as a hint.'),
  ...agentFields,
})

const epic = object('an epic', {
  key: required(located(key), 'The name of the epic in dependencies. It is unique in the plan.'),
  name: optional(text, 'The name that people see. Default: the key.'),
  priority: priority(),
  dependsOn: optional(list(located(key)), 'Keys of epics. Each task of this epic waits for all tasks of those epics.'),
  tasks: required(list(task), 'The tasks of this epic.'),
  ...agentFields,
})

const timeouts = object('time limits by command: verify, setup, teardown', {
  verify: optional(duration, 'The time limit of verify. Default: 10m.'),
  setup: optional(duration, 'The time limit of setup. Default: 10m.'),
  teardown: optional(duration, 'The time limit of teardown. Default: 1m.'),
})

export const planFile = object('a plan: a mapping with the key "epics"', {
  $schema: optional(text, 'The address of the schema of this file, for editors.'),
  name: optional(text, 'The name of the project, if it is created from this plan.'),
  verify: optional(oneOrMore(text), 'Shell commands that every merged tree must pass before the branch moves.'),
  setup: optional(oneOrMore(text), 'Shell commands that prepare a worktree before an agent or verify uses it.'),
  teardown: optional(oneOrMore(text), 'Shell commands that run in a worktree after an agent or verify has used it.'),
  timeouts: optional(timeouts, 'Time limits of verify, setup and teardown.'),
  copy: optional(list(path), 'Files that are copied from the checkout into each worktree, and never committed.'),
  link: optional(
    list(path),
    'Files that each worktree gets as symbolic links to the checkout, and that are never committed.',
  ),
  keepIgnored: optional(list(path), 'Ignored paths that are not deleted when the next task gets the worktree.'),
  env: optional(
    list(located(variableName)),
    "Names of variables of the server's environment that agents, setup, verify and teardown receive. Their values are never stored, and they are redacted in all output.",
  ),
  resources: optional(
    mapping(key, integer(1, 1_000)),
    'Names of resources that agents share, such as a database, and how many agents may hold each of them at once. Tasks name them in uses.',
  ),
  expertise: optional(
    expertise,
    'measured: agents get what earlier sessions learned, except in one session of ten, so that sessions with and without it can be compared. always: in every session. off: nothing is learned and agents get nothing. A mapping { use, learn, model } also lets a model read sessions. Default: measured.',
  ),
  redBase: optional(
    oneOf(['refuse', 'allow']),
    'What to do when the base branch already fails verify. allow: the run starts, and a merge is refused only if a command of verify fails that did not fail before it. Default: refuse.',
  ),
  verifyTogether: optional(
    integer(1, 64),
    'How many merges that wait at the same time are verified together at most. If verify fails for them, the first merge with which it fails is found by halving. A merge that breaks verify can then pass if a later one of the same chain repairs it. Default: 1, so each merge is verified.',
  ),
  delivery: optional(
    oneOf(['auto', 'manual', 'branch']),
    'auto: a run moves the base branch when it ends. manual: a person does. branch: a run moves the branch coppice/deliver/PROJECT, for a pull request. Default: auto.',
  ),
  maxConflictSessions: optional(
    integer(0, 100),
    'How often agents try to resolve the conflict of one task. Default: 2.',
  ),
  prompt: optional(
    object('templates by prompt: work, conflict', {
      work: optional(promptTemplate('work'), `The prompt of an attempt at a task. ${placeholders('work')}`),
      conflict: optional(
        promptTemplate('conflict'),
        `The prompt of a session that resolves a merge conflict. ${placeholders('conflict')}`,
      ),
    }),
    'Templates that replace the prompts of Coppice.',
  ),
  models: optional(modelSettings, 'Which models do the tasks that name none.'),
  domains: optional(
    domainWords,
    'Words and parts of paths by which the project recognizes the domain of a task, besides those of Coppice.',
  ),
  defaults: optional(
    object('settings for all tasks', agentFields),
    'Settings for all tasks that do not set them themselves.',
  ),
  epics: required(list(epic), 'The epics with their tasks.'),
})

export type PlanFile = ValueOf<typeof planFile>
export type EpicInFile = ValueOf<typeof epic>
export type TaskInFile = ValueOf<typeof task>
export type AgentValues = Values<typeof agentFields>
