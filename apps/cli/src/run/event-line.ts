import { answerLabel, type RunEvent, type RunEventOf, type SessionKind } from '@coppice/run-model'
import { clockTime } from '../terminal/clock-time.ts'
import { count } from '../terminal/count.ts'
import { dollars } from '../terminal/dollars.ts'
import { potName } from '../terminal/pot-name.ts'

/** The kind of a line. It determines the colour. The live view leaves out lines of the kind `progress`. */
export type Tone = 'progress' | 'good' | 'warning' | 'bad' | 'plain'

export interface EventLine {
  tone: Tone
  /** The key of the task. It is null when the line is about the run. */
  task: string | null
  text: string
}

/**
 * @returns a function that describes an event of a run in one line for people. The function returns null for an event that is not printed.
 */
export function createEventLine(): (event: RunEvent) => EventLine | null {
  const questions: RunEvent[] = []
  return (event) => {
    if (event.__typename === 'PermissionAsked') questions.push(event)
    return eventLine(event, questions)
  }
}

function eventLine(event: RunEvent, questions: readonly RunEvent[]): EventLine | null {
  switch (event.__typename) {
    case 'RunStarted':
      return ofRun('plain', `run started: ${count(event.totalTasks, 'task')} in ${batches(event.totalBatches)}`)
    case 'RunStatusChanged':
      return event.runStatus === 'RUNNING' && event.reason !== null
        ? ofRun('warning', event.reason)
        : ofRun('plain', withReason(`run ${event.runStatus.toLowerCase()}`, event.reason))
    case 'BatchStarted':
      return ofRun('progress', `batch ${event.batchNumber} of ${event.totalBatches}: ${count(event.taskCount, 'task')}`)
    case 'TaskStarted':
      return ofTask('progress', event.taskKey, `started (${startedAs(event)})`)
    case 'AttemptFinished':
      return attemptLine(event)
    case 'TaskStatusChanged':
      return ofTask('warning', event.taskKey, withReason(statusWord(event), event.reason))
    case 'AwaitedResourceChanged':
      return event.resource === null ? null : ofTask('warning', event.taskKey, `waits for ${event.resource}`)
    case 'BudgetWarned':
      return ofRun(
        'warning',
        `${dollars(event.spentUsd)} of ${potName(event.pot)} of ${dollars(event.budgetUsd)} are spent`,
      )
    case 'BudgetChanged':
      return ofRun('plain', `${potName(event.pot)} is ${event.limitUsd === null ? 'removed' : dollars(event.limitUsd)}`)
    case 'ProviderHeld':
      return ofRun(
        'warning',
        withReason(
          `no agent of the provider ${event.provider} starts for ${spanTo(event.until, event.at)}`,
          event.reason,
        ),
      )
    case 'ProviderReleased':
      return ofRun('plain', `the hold of the provider ${event.provider} was ended${byAuthor(event.author)}`)
    case 'SessionStarted':
      return sessionLine(event)
    case 'PermissionAsked':
      return ofTask(
        'warning',
        event.taskKey,
        `asks for permission: ${event.question}. To answer: coppice answer ${event.taskKey}`,
      )
    case 'PermissionAnswered':
      return ofTask('progress', event.taskKey, `got an answer to its question: ${answerLabel(event, questions)}`)
    case 'ClaimMade':
      return ofTask('progress', event.taskKey, claimWords(event))
    case 'IssueLogged':
      return ofTask('warning', event.taskKey, `logged an issue: ${withDetails(event)}`)
    case 'FollowUpProposed':
      return ofTask(
        'plain',
        event.taskKey,
        `proposes follow-up ${event.followUpNumber}: ${event.title} (to decide: coppice plan follow-ups)`,
      )
    case 'MergeConflicted':
      return ofTask('warning', event.taskKey, `conflict in ${event.files.join(', ')}`)
    case 'ClashForeseen':
      return ofTask(
        'warning',
        event.taskKey,
        `conflicts with the work of ${event.otherKey} in ${event.files.join(', ')}`,
      )
    case 'VerificationFailed':
      return ofTask('warning', event.taskKey, 'verify failed on its merged work')
    case 'TaskFinished':
      return ofTask(toneOf(event.taskStatus), event.taskKey, withReason(finalWord(event.taskStatus), event.reason))
    case 'BatchFinished':
      return ofRun('plain', `batch ${event.batchNumber}: ${batchWords(event)}`)
    case 'UntrustedProgramFound':
      return ofRun('warning', programWords(event))
    case 'DeliveryFinished':
      return ofRun(
        event.deliveryStatus === 'DELIVERED' || event.deliveryStatus === 'UNDONE' ? 'good' : 'warning',
        deliveryWords(event),
      )
    case 'RunFinished':
      return ofRun(toneOf(event.runStatus), withReason(`run ${event.runStatus.toLowerCase()}`, event.reason))
    default:
      return null
  }
}

const byAuthor = (author: string | null): string => (author === null ? '' : ` by ${author}`)

/** Formats a line, for example `0:07  slugify  merged`. @param keyWidth the length of the longest task key so far */
export const plainLine = ({ task, text }: EventLine, elapsedMs: number, keyWidth: number): string =>
  `${clockTime(elapsedMs).padStart(5)}  ${task === null ? text : `${task.padEnd(keyWidth)}  ${text}`}`

const CLAIMS: Readonly<Record<string, string>> = {
  done: 'says that it is done',
  incomplete: 'says that it is incomplete',
  'no-change-needed': 'says that no change is needed',
}
const claimWords = ({ claim, text }: RunEventOf<'ClaimMade'>): string => withReason(CLAIMS[claim] ?? claim, text)
const withDetails = ({ title, text }: RunEventOf<'IssueLogged'>): string => withReason(title, text)

const ofRun = (tone: Tone, text: string): EventLine => ({ tone, task: null, text })
const ofTask = (tone: Tone, task: string, text: string): EventLine => ({ tone, task, text })
/** Adds the reason to a status. It leaves out a reason that only repeats the status, such as `cancelled`. */
const withReason = (word: string, reason: string | null): string =>
  reason && !word.endsWith(reason) ? `${word}: ${reason}` : word
const batches = (number: number): string => count(number, 'batch', 'batches')

const startedAs = ({ attempt, agent, model }: RunEventOf<'TaskStarted'>): string =>
  [attempt > 1 ? `attempt ${attempt}` : null, model ?? agent].filter(Boolean).join(', ')

/**
 * The text of the line that says that a session of this kind has started. It is null for WORK, because the event TaskStarted has such a
 * line.
 */
const SESSION_WORDS: Record<SessionKind, string | null> = {
  WORK: null,
  CONFLICT: 'an agent tries to resolve the conflict',
  LEARNING: 'learning session started',
}

function sessionLine({ sessionKind, taskKey }: RunEventOf<'SessionStarted'>): EventLine | null {
  const text = SESSION_WORDS[sessionKind]
  return text === null ? null : ofTask('progress', taskKey, text)
}

function attemptLine({
  taskKey,
  attempt,
  taskStatus,
  reason,
  retryAt,
  at,
}: RunEventOf<'AttemptFinished'>): EventLine | null {
  if (taskStatus !== 'PENDING') return null
  const again = retryAt === null ? 'tries again' : `tries again in ${spanTo(retryAt, at)}`
  return ofTask('warning', taskKey, `attempt ${attempt} failed${reason ? `: ${reason}` : ''}; ${again}`)
}

const statusWord = ({ taskStatus, retryAt, at }: RunEventOf<'TaskStatusChanged'>): string =>
  retryAt === null ? taskStatus.toLowerCase() : `starts in ${spanTo(retryAt, at)}`

const spanTo = (time: string, at: string): string => clockTime(Date.parse(time) - Date.parse(at))

const finalWord = (status: string): string => (status === 'COMPLETED' ? 'merged' : status.toLowerCase())

const toneOf = (status: string): Tone =>
  status === 'COMPLETED' ? 'good' : status === 'SKIPPED' || status === 'CANCELLED' ? 'warning' : 'bad'

function batchWords({ completed, failed, skipped, cancelled }: RunEventOf<'BatchFinished'>): string {
  const others = Object.entries({ failed, skipped, cancelled }).filter(([, number]) => number > 0)
  return [`${completed} merged`, ...others.map(([word, number]) => `${number} ${word}`)].join(', ')
}

function programWords({
  foundAtTask,
  foundAtAttempt,
  key,
  place,
  reason,
}: RunEventOf<'UntrustedProgramFound'>): string {
  const at = place === null ? '' : ` in ${place}`
  const when = foundAtTask === null ? '' : `, found at the end of attempt ${foundAtAttempt} of ${foundAtTask}`
  return withReason(`${key}${at}${when}`, reason)
}

const deliveryWords = ({ deliveryStatus, baseCommit, reason }: RunEventOf<'DeliveryFinished'>): string =>
  withReason(`${deliveryWord(deliveryStatus)}${baseCommit ? ` (${baseCommit.slice(0, 9)})` : ''}`, reason)

const deliveryWord = (status: string): string =>
  status === 'PENDING' ? 'not delivered yet' : status === 'REFUSED' ? 'delivery refused' : status.toLowerCase()
