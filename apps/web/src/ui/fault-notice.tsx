import type { Fault } from '../client/faults.ts'
import { Refusal } from './refusal.tsx'

/** What to do, by the code of an error. The messages of the other codes say it themselves. */
const WAYS_ON: Record<string, string> = {
  FORBIDDEN: 'Your role does not include this. Ask an admin for a token that does.',
  INTERNAL_SERVER_ERROR:
    'This is a mistake in Coppice. The log of the server has the details, under the id in the message.',
}

/** Shows an error of the server. @param title says what did not happen */
export function FaultNotice({ title, fault, className }: { title: string; fault: Fault; className?: string }) {
  return (
    <Refusal title={title} errorType={fault.code} className={className ?? ''}>
      {fault.message} {WAYS_ON[fault.code]}
    </Refusal>
  )
}
