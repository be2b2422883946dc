import type { TaskToolNames } from '../domain/task-calls.ts'

/** The names of the task tools for an agent that calls them as tools of its model. */
export const MODEL_TOOLS: TaskToolNames = {
  get_task: 'get_task',
  list_dependencies: 'list_dependencies',
  get_expertise: 'get_expertise',
  log_issue: 'log_issue',
  add_follow_up: 'add_follow_up',
  update_task_status: 'update_task_status',
}

/** The commands of the same tools, for an agent that runs commands in a shell. */
export const SHELL_TOOLS: TaskToolNames = {
  get_task: 'coppice task show',
  list_dependencies: 'coppice task dependencies',
  get_expertise: 'coppice task expertise',
  log_issue: 'coppice task issue "TITLE" --details "TEXT"',
  add_follow_up: 'coppice task follow-up "TITLE" --description "TEXT"',
  update_task_status: 'coppice task status done',
}
