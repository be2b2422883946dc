import { memo } from 'react'
import { markOf, type RunView } from '../view/run-view.ts'

/**
 * The track as a table for screen readers. A table keeps its full height whatever its class says, and would lengthen the board by an empty
 * stretch. So the block around it is cut to one pixel.
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
