import { onEachDatabase } from '../testing/on-each-database.ts'
import { eventsContract } from './events.contract.ts'
import { planImportContract } from './plan-import.contract.ts'
import { projectsContract } from './projects.contract.ts'
import { runTasksContract } from './run-tasks.contract.ts'
import { runsContract } from './runs.contract.ts'
import { sessionsContract } from './sessions.contract.ts'
import { transactionsContract } from './transactions.contract.ts'

/** One database for all of them: making one takes longer than the tests. */
onEachDatabase('the store', (database) => {
  projectsContract(database)
  planImportContract(database)
  runsContract(database)
  runTasksContract(database)
  sessionsContract(database)
  eventsContract(database)
  transactionsContract(database)
})
