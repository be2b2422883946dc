'use client'

import { useRef, useState } from 'react'
import { useHotkeys } from 'react-hotkeys-hook'
import { newId } from '../../client/new-id.ts'
import { useAct } from '../../client/use-act.ts'
import { useMayOperate } from '../../shell/use-may-operate.ts'
import { ActNotice } from '../../ui/act-notice.tsx'
import { Button } from '../../ui/button.tsx'
import { SEND_MESSAGE } from './message-document.ts'

export interface MessageBoxProps {
  taskKey: string
  sessionId: string
  stale: boolean
}

/** A field in which a person writes to the running agent of a session. */
export function MessageBox({ taskKey, sessionId, stale }: MessageBoxProps) {
  const allowed = useMayOperate()
  const { act, busy, state } = useAct(SEND_MESSAGE, (data) => data.sendMessage)
  const [text, setText] = useState('')
  const messageId = useRef(newId())
  const field = useRef<HTMLTextAreaElement>(null)
  const off = stale || busy || !allowed
  useHotkeys('m', () => field.current?.focus(), { preventDefault: true })
  const change = (next: string) => {
    // Another text is another message. The same text, sent again after a lost connection, is not.
    messageId.current = newId()
    setText(next)
  }
  const send = async () => {
    if (off || text.trim() === '') return
    if ((await act({ sessionId, text, messageId: messageId.current })) !== null) change('')
  }
  return (
    <form
      className="flex-none border-t border-(--hair) px-6 py-2 max-[719px]:px-4"
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <div className="flex items-end gap-2">
        <textarea
          ref={field}
          rows={1}
          value={text}
          disabled={!allowed}
          aria-label={`Message to the agent of ${taskKey}`}
          placeholder={allowed ? `Write to the agent of ${taskKey}` : 'Only operators write to agents'}
          title="The agent reads it before its next step, or after its turn. Ctrl+Enter sends it."
          onChange={({ target }) => change(target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') event.currentTarget.blur()
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void send()
          }}
          className="field-sizing-content max-h-[120px] min-h-7 flex-1 resize-none rounded-(--r) border border-(--line) bg-(--bg) px-2.5 py-[4px] leading-[18px] placeholder:text-(--text-3) focus-visible:outline-offset-[-1px] disabled:bg-(--bg-2) max-[719px]:min-h-11 max-[719px]:py-3 max-[719px]:text-[16px]"
        />
        <Button type="submit" disabled={off || text.trim() === ''}>
          {busy ? 'Sending' : 'Send'}
        </Button>
      </div>
      <div className="mt-2 empty:hidden">
        <ActNotice state={state} notDone="Not sent." notKnown="It is not known whether the message was sent.">
          Send it again: a repeated message has no second effect.
        </ActNotice>
      </div>
    </form>
  )
}
