import { count } from '../terminal/count.ts'
import type { AwaitedAct } from './awaited-person.ts'

/**
 * Says what a person has to do for a run, when a command that nobody attends ends for this reason.
 * @param isOurs whether the command was the server of the run
 */
export function waitingText(number: number, awaited: AwaitedAct, isOurs: boolean): string {
  const server = isOurs ? ' This command was its server, so start one first: coppice serve.' : ''
  return `Run ${number} ${whatIsNeeded(awaited)}.${server} Nobody can do this here, so this command ends. To follow the run then: coppice watch ${number}`
}

function whatIsNeeded(awaited: AwaitedAct): string {
  if (awaited.act === 'fund') return `waits for you: ${awaited.reason}`
  const { tasks } = awaited
  const [first = ''] = tasks
  const who = tasks.length === 1 ? `the agent of ${first} asks` : `${count(tasks.length, 'agent')} ask`
  return `waits for you: ${who}, and nothing else can start. To answer: coppice answer ${first}`
}
