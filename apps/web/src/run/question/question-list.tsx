import { TaskLink } from '../parts/task-link.tsx'
import { openQuestions } from '../view/open-questions.ts'
import type { RunView } from '../view/run-view.ts'
import { QuestionBlock } from './question-block.tsx'

/** At most this many questions are shown. The others are counted, because the board must stay visible. */
const MOST = 2

/** The questions of the running agents of a run, at the head of its page. */
export function QuestionList({ view, stale }: { view: RunView; stale: boolean }) {
  const questions = openQuestions(view)
  if (questions.length === 0) return null
  const more = questions.length - MOST
  return (
    <section
      aria-label="Questions of agents"
      className="max-h-[50%] flex-none divide-y divide-(--hair) overflow-y-auto border-b border-(--hair) bg-(--held-w)"
    >
      {questions.slice(0, MOST).map((open) => (
        <QuestionBlock
          key={`${open.session.id} ${open.question.askId}`}
          open={open}
          stale={stale}
          who={
            <TaskLink run={view} taskKey={open.task.key} className="font-semibold underline underline-offset-[3px]">
              {open.task.key}
            </TaskLink>
          }
        />
      ))}
      {more > 0 && (
        <p className="px-6 py-2 text-(--text-2) max-[719px]:px-4">
          {more === 1 ? '1 more agent waits' : `${more} more agents wait`} for an answer.
        </p>
      )}
    </section>
  )
}
