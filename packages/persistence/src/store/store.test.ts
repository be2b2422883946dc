import { onEachDatabase } from '../testing/on-each-database.ts'
import { commandsContract } from './testing/commands.contract.ts'
import { eventsContract } from './testing/events.contract.ts'
import { expertiseContract } from './testing/expertise.contract.ts'
import { groupsContract } from './testing/groups.contract.ts'
import { ledgerContract } from './testing/ledger.contract.ts'
import { modelResultsContract } from './testing/model-results.contract.ts'
import { newWorkContract } from './testing/new-work.contract.ts'
import { ownersContract } from './testing/owners.contract.ts'
import { planImportContract } from './testing/plan-import.contract.ts'
import { projectsContract } from './testing/projects.contract.ts'
import { providerHoldsContract } from './testing/provider-holds.contract.ts'
import { reportsContract } from './testing/reports.contract.ts'
import { runTasksContract } from './testing/run-tasks.contract.ts'
import { runsContract } from './testing/runs.contract.ts'
import { sessionMessagesContract } from './testing/session-messages.contract.ts'
import { sessionsContract } from './testing/sessions.contract.ts'
import { transactionsContract } from './testing/transactions.contract.ts'

/** All tests use one database, because the creation of a database takes longer than the tests. */
onEachDatabase('the store', (database, kind) => {
  projectsContract(database)
  planImportContract(database)
  runsContract(database)
  runTasksContract(database)
  modelResultsContract(database)
  sessionsContract(database)
  sessionMessagesContract(database)
  reportsContract(database)
  ledgerContract(database)
  commandsContract(database)
  newWorkContract(database)
  ownersContract(database)
  providerHoldsContract(database)
  eventsContract(database)
  transactionsContract(database, kind === 'pglite')
  groupsContract(database)
  expertiseContract(database)
})
