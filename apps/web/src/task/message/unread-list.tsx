import { ago } from '../../words/format.ts'
import type { SentMessage } from './unread-messages.ts'

export interface UnreadListProps {
  messages: readonly SentMessage[]
  /** Whether the session has ended, so that nobody reads the messages any more. */
  ended: boolean
  now: number
}

const textOf = ({ messageKind, text }: SentMessage): string => {
  if (messageKind === 'answer') return `answered ${text}`
  return messageKind === 'message' ? `wrote: ${text}` : 'asked the agent to end'
}

/** The messages that the agent has not read, below the transcript. */
export function UnreadList({ messages, ended, now }: UnreadListProps) {
  if (messages.length === 0) return null
  return (
    <ul
      aria-label="Messages that the agent has not read"
      className="max-h-[30%] flex-none overflow-y-auto border-t border-(--hair) py-1.5"
    >
      {messages.map((message) => (
        <li key={message.messageId} className="flex gap-3.5 px-6 py-0.5 leading-5 max-[719px]:gap-2.5 max-[719px]:px-4">
          <span className="w-[34px] flex-none" aria-hidden="true" />
          <span className="min-w-0 flex-1 break-words whitespace-pre-wrap">
            <b className="font-semibold">{message.author ?? 'A person'}</b> {textOf(message)}{' '}
            <span className="whitespace-nowrap text-(--held)">
              {ended
                ? 'not read, because the session ended first'
                : `${ago(now - Date.parse(message.at))}, not read yet`}
            </span>
          </span>
        </li>
      ))}
    </ul>
  )
}
