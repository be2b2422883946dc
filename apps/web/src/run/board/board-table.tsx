import { memo } from 'react'
import { markOf, type RunView } from '../view/run-view.ts'

/** The track in words, for those who do not see it. */
export const BoardTable = memo(function BoardTable({ view }: { view: RunView }) {
  return (
    <table className="sr-only">
      <caption>{`Tasks of run ${view.number} in plan order`}</caption>
      <thead>
        <tr>
          <th scope="col">Task</th>
          <th scope="col">Batch</th>
          <th scope="col">Epic</th>
          <th scope="col">Status</th>
          <th scope="col">Needs</th>
          <th scope="col">Reason</th>
        </tr>
      </thead>
      <tbody>
        {view.tasks.map((task) => (
          <tr key={task.key}>
            <th scope="row">{task.key}</th>
            <td>{task.batchNumber}</td>
            <td>{task.epicKey}</td>
            <td>{markOf(task)}</td>
            <td>{task.dependsOn.map(({ key }) => key).join(', ')}</td>
            <td>{task.reason ?? ''}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
})
