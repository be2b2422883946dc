import { CALL_LIMITS, CLAIMS, type TaskCall, type TaskFile, type TaskToolName } from '@coppice/engine/domain/task-calls'
import { z } from 'zod'
import type { OwnAttempt } from './own-attempt.ts'

/** A tool by which an agent reads its task or reports something. */
export interface TaskTool<Input extends z.ZodObject = z.ZodObject> {
  name: TaskToolName
  description: string
  input: Input
  /** @returns the text for the agent @throws TaskToolRefused */
  run(attempt: OwnAttempt, input: z.infer<Input>): string
}

const tool = <Input extends z.ZodObject>(definition: TaskTool<Input>): TaskTool => definition as unknown as TaskTool

const text = z.string().trim().max(CALL_LIMITS.text)
const title = z.string().trim().min(1).max(CALL_LIMITS.title)
const key = z.string().trim().min(1).max(CALL_LIMITS.key)

const record = (attempt: OwnAttempt, call: TaskCall, answer: string): string => {
  attempt.record(call)
  return answer
}

const updateTaskStatus = tool({
  name: 'update_task_status',
  description:
    'Says whether your task is done. Call it when you have finished. This is your claim: Coppice checks the work itself.',
  input: z.strictObject({
    status: z
      .enum(CLAIMS)
      .describe('`done`, `incomplete` when something is missing, or `no-change-needed` when the task needs no change'),
    note: text.default('').describe('What is missing, or why no change is needed'),
  }),
  run: (attempt, { status, note }) =>
    record(attempt, { type: 'status', claim: status, text: note }, `Recorded: ${status}.`),
})

const logIssue = tool({
  name: 'log_issue',
  description:
    'Logs an issue that you met and that people should know, such as a bug elsewhere, a missing tool or an unclear requirement. The same words count once.',
  input: z.strictObject({
    title: title.describe('The issue in one line'),
    details: text.default('').describe('Where it is, how it shows, and what you did about it'),
  }),
  run: (attempt, { title, details }) =>
    record(attempt, { type: 'issue', title, text: details }, 'Logged. People see the issue beside your task.'),
})

const addFollowUp = tool({
  name: 'add_follow_up',
  description:
    'Proposes another task for later. A person decides whether it becomes part of the plan, so do not wait for it. The same words count once.',
  input: z.strictObject({
    title: title.describe('The task in one line'),
    description: text.default('').describe('What to do, and why'),
    epic: key.optional().describe('The key of the epic. When absent, it is the epic of your task'),
    depends_on: z
      .array(key)
      .max(CALL_LIMITS.dependencies)
      .default([])
      .describe('The keys of the tasks that must be done before'),
  }),
  run: (attempt, { title, description, epic, depends_on }) =>
    record(
      attempt,
      { type: 'follow-up', title, text: description, epic: epic ?? null, dependsOn: depends_on },
      'Proposed. A person decides whether it becomes part of the plan.',
    ),
})

const getTask = tool({
  name: 'get_task',
  description:
    'Returns your task as JSON: key, epic, description, action, expected files, and the number of this attempt.',
  input: z.strictObject({}),
  run: ({ task }) => json(ownTask(task)),
})

function ownTask({ attempt, sheet }: TaskFile) {
  const { key, epic, description, action, files } = sheet
  return { key, epic, description, action, files, attempt }
}

const listDependencies = tool({
  name: 'list_dependencies',
  description:
    'Returns, as JSON, the tasks of this run on which your task depends, as they were when your attempt began: key, description, kind, status and merge commit.',
  input: z.strictObject({}),
  run: ({ task: { sheet } }) =>
    json({
      dependencies: sheet.dependencies,
      ...(sheet.moreDependencies > 0 ? { notListed: sheet.moreDependencies } : {}),
    }),
})

const getExpertise = tool({
  name: 'get_expertise',
  description: 'Returns the notes of this project for your task: what earlier sessions learned about its domain.',
  input: z.strictObject({}),
  run: ({ task }) => task.sheet.expertise ?? 'There are no notes for this task.',
})

const json = (value: unknown): string => JSON.stringify(value, null, 2)

/** The tools in the order in which agents see them. */
export const TASK_TOOLS: readonly TaskTool[] = [
  getTask,
  listDependencies,
  getExpertise,
  logIssue,
  addFollowUp,
  updateTaskStatus,
]

/** The input of a call is not what its tool expects. */
export class InvalidTaskInput extends Error {}

/** @throws InvalidTaskInput and TaskToolRefused */
export function runTaskTool(attempt: OwnAttempt, name: TaskToolName, input: unknown): string {
  const found = TASK_TOOLS.find((one) => one.name === name)
  if (!found) throw new Error(`there is no task tool ${name}`)
  const read = found.input.safeParse(input)
  if (read.success) return found.run(attempt, read.data)
  throw new InvalidTaskInput(read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '))
}
