import { plural } from '../../words/format.ts'
import { countTasks } from '../view/counts.ts'
import type { RunView } from '../view/run-view.ts'

interface Step {
  title: string
  text: string
}

/** What a person can do about a run that has ended. Only what this console can do. */
export function stepsAfter(view: RunView): Step[] {
  const { completed, total } = countTasks(view.tasks)
  const left = total - completed
  const steps: Step[] = []
  if (view.delivery.status === 'REFUSED')
    steps.push({
      title: `Mend what stood in the way, and deliver again`,
      text: `Or take the work by hand. What is merged is kept on ${view.branch}; the next run carries it in and delivers it with its own.`,
    })
  if (left > 0)
    steps.push({
      title: 'Mark a task done, or drop it',
      text: `On the page of ${view.projectName}: choose it in the plan. What needs it then no longer waits.`,
    })
  if (left > 0)
    steps.push({
      title: `Start run ${view.number + 1}`,
      text: `It takes up the ${plural(left, 'task')} that ${left === 1 ? 'is' : 'are'} not done. Kept finished work goes first: it pays for an attempt only when that is refused.`,
    })
  return steps
}

export function NextSteps({ view }: { view: RunView }) {
  const steps = stepsAfter(view)
  if (steps.length === 0) return null
  return (
    <section className="py-3 pr-6 pl-[22px] max-[719px]:px-4">
      <h3 className="mb-1.5 font-semibold">What you can do</h3>
      <p className="text-(--text-2)">A run that has ended stays as it is.</p>
      <ol className="mt-2 ml-4 grid list-decimal gap-2 marker:text-(--text-3)">
        {steps.map(({ title, text }) => (
          <li key={title}>
            <b className="font-semibold">{title}</b>
            <span className="block text-(--text-2)">{text}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}
