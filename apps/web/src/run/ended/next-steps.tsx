import { plural } from '../../words/format.ts'
import { countTasks } from '../view/counts.ts'
import type { RunView } from '../view/run-view.ts'

interface Step {
  title: string
  text: string
}

/** @returns what a person can do after the run has ended. */
export function stepsAfter(view: RunView): Step[] {
  const { completed, total } = countTasks(view.tasks)
  const left = total - completed
  const steps: Step[] = []
  if (view.delivery.status === 'REFUSED')
    steps.push({
      title: 'Fix what prevented the delivery',
      text: `Then deliver to ${view.baseBranch} above, or merge ${view.branch} into it by hand. If you do neither, the next run starts from this work and delivers it together with its own work.`,
    })
  if (left > 0)
    steps.push({
      title: 'Resolve a task by hand, mark it done, or drop it',
      text: `To resolve one, make its commit and give it above. To mark one done or drop it, open the page of ${view.projectName} and choose the task in the plan. After that, no task waits for it.`,
    })
  if (left > 0)
    steps.push({
      title: `Start run ${view.number + 1}`,
      text: `It runs the ${plural(left, 'task')} that ${left === 1 ? 'is' : 'are'} not done. It first tries to merge finished work that was kept, and starts a new attempt only if that fails.`,
    })
  return steps
}

export function NextSteps({ view }: { view: RunView }) {
  const steps = stepsAfter(view)
  if (steps.length === 0) return null
  return (
    <section className="py-3 pr-6 pl-[22px] max-[719px]:px-4">
      <h3 className="mb-1.5 font-semibold">What you can do</h3>
      <p className="text-(--text-2)">A run that has ended does not change.</p>
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
