import { memo } from 'react'
import { markOf, type RunView } from '../view/run-view.ts'

/**
 * The board as a table for screen readers. A table cannot be made smaller than its content and would add empty space below the board. So it is
 * in a block of one pixel that hides its overflow.
 */
export const BoardTable = memo(function BoardTable({ view }: { view: RunView }) {
  return (
    <div className="sr-only">
      <table>
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
    </div>
  )
})
