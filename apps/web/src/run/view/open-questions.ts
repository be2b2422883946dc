import type { QuestionView } from '@coppice/run-model'
import type { RunView, SessionView, TaskView } from './run-view.ts'

/** A question for whose answer the agent of a task waits. */
export interface OpenQuestion {
  task: TaskView
  session: SessionView
  question: QuestionView
}

export const questionsOf = (task: TaskView): OpenQuestion[] =>
  task.sessions.flatMap((session) => (session.question === null ? [] : [{ task, session, question: session.question }]))

/** @returns the questions of all running agents, in plan order. */
export const openQuestions = ({ tasks }: Pick<RunView, 'tasks'>): OpenQuestion[] => tasks.flatMap(questionsOf)
