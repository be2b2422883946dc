import { answerLabel, type BudgetPot, type RunEvent } from '@coppice/run-model'
import { dollars, plural, shortCommit, timeOfDay } from '../../words/format.ts'
import { type Sentence, strong } from '../../words/sentence.ts'

/** Names the budget of an event. An event of an earlier version names none. */
const ofPot = (pot: BudgetPot | null): string =>
  pot === 'PROJECT' ? ', for the project' : pot === 'DAY' ? ', for a day of the project' : ''

const because = (reason: string | null): string => (reason === null ? '' : `: ${reason}`)

const again = (retryAt: string | null): string =>
  retryAt === null ? '' : `, again at ${timeOfDay(Date.parse(retryAt))}`

/** Describes an event in words, with the names of statuses that the API uses. @param events the events of the run */
export function eventWords(event: RunEvent, events: readonly RunEvent[]): Sentence {
  switch (event.__typename) {
    case 'RunStarted':
      return [`${plural(event.totalTasks, 'task')} in ${plural(event.totalBatches, 'batch', 'batches')}`]
    case 'RunStatusChanged':
    case 'RunFinished':
      return [strong(event.runStatus), because(event.reason)]
    case 'BatchStarted':
      return [strong(`batch ${event.batchNumber}`), `, ${plural(event.taskCount, 'task')}`]
    case 'BatchFinished':
      return [strong(`batch ${event.batchNumber}`), ` ${event.batchStatus}`]
    case 'TasksPlanned':
      return [plural(event.taskCount, 'task')]
    case 'KeptWorkFound':
      return [strong(event.taskKey), ', finished work of an earlier run']
    case 'TaskStarted':
      return [strong(event.taskKey), `, attempt ${event.attempt}, agent ${event.agent}`]
    case 'AttemptFinished':
      return [
        strong(event.taskKey),
        `, attempt ${event.attempt}: ${event.taskStatus}${because(event.reason)}${again(event.retryAt)}`,
      ]
    case 'TaskStatusChanged':
      return [strong(event.taskKey), ` ${event.taskStatus}${because(event.reason)}${again(event.retryAt)}`]
    case 'AwaitedResourceChanged':
      return [
        strong(event.taskKey),
        event.resource === null ? ' no longer waits for a resource' : ` waits for ${event.resource}`,
      ]
    case 'TaskPhaseChanged':
      return [strong(event.taskKey), ` ${event.phase.toLowerCase()}`]
    case 'SessionStarted':
      return [strong(event.taskKey), `, ${event.sessionKind.toLowerCase()} session of agent ${event.agent}`]
    case 'AgentStarted':
      return [strong(event.taskKey), ` in ${event.worktreePath}`]
    case 'SessionMessageSent':
      return [strong(event.taskKey), `, ${event.messageKind}${because(event.text)}`]
    case 'SessionMessageReceived':
      return [strong(event.taskKey), ' has read a message']
    case 'PermissionAsked':
      return [strong(event.taskKey), ` asks for permission: ${event.question}`]
    case 'PermissionAnswered':
      return [strong(event.taskKey), ` got an answer to its question: ${answerLabel(event, events)}`]
    case 'ClaimMade':
      return [strong(event.taskKey), ` says ${event.claim}${because(event.text)}`]
    case 'IssueLogged':
      return [strong(event.taskKey), ` ${event.title}${because(event.text)}`]
    case 'FollowUpProposed':
      return [strong(event.taskKey), ` proposes ${event.title}${because(event.text)}`]
    case 'SessionEnded':
      return [strong(event.taskKey), ` ${event.sessionStatus}${because(event.reason)}`]
    case 'TaskMerged':
      return [strong(event.taskKey), ` as ${shortCommit(event.commit)}`]
    case 'MergeConflicted':
      return [strong(event.taskKey), ` in ${event.files.join(', ')}`]
    case 'ClashForeseen':
      return [strong(event.taskKey), ' and ', strong(event.otherKey), ` conflict in ${event.files.join(', ')}`]
    case 'VerificationFailed':
      return [strong(event.taskKey), ` ${event.output.trimEnd().split('\n').at(-1) ?? ''}`]
    case 'TaskFinished':
      return [strong(event.taskKey), ` ${event.taskStatus}${because(event.reason)}`]
    case 'BudgetWarned':
      return [strong(dollars(event.spentUsd)), ` of ${dollars(event.budgetUsd)} are spent${ofPot(event.pot)}`]
    case 'BudgetChanged':
      return [strong(event.limitUsd === null ? 'no limit' : dollars(event.limitUsd)), ofPot(event.pot)]
    case 'ProviderHeld':
      return [strong(event.provider), ` until ${timeOfDay(Date.parse(event.until))}${because(event.reason)}`]
    case 'ProviderReleased':
      return [strong(event.provider), event.author === null ? ' may start again' : ` by ${event.author}`]
    case 'UntrustedProgramFound': {
      const { foundAtTask, foundAtAttempt, key, place, reason } = event
      const at = place === null ? '' : ` in ${place}`
      const when = foundAtTask === null ? '' : `, found at the end of attempt ${foundAtAttempt} of ${foundAtTask}`
      return [strong(key), `${at}${when}${because(reason)}`]
    }
    case 'DeliveryFinished': {
      const to = event.baseCommit === null ? '' : ` at ${shortCommit(event.baseCommit)}`
      return [strong(event.deliveryStatus), `${to}${because(event.reason)}`]
    }
    default:
      return []
  }
}
