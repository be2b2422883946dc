'use client'

import { type ReactNode, useState } from 'react'
import { newId } from '../../client/new-id.ts'
import { useAct } from '../../client/use-act.ts'
import { StatusGlyph } from '../../marks/status-glyph.tsx'
import { useMayOperate } from '../../shell/use-may-operate.ts'
import { ActNotice } from '../../ui/act-notice.tsx'
import { Button } from '../../ui/button.tsx'
import type { OpenQuestion } from '../view/open-questions.ts'
import { ANSWER_QUESTION } from './answer-document.ts'

export interface QuestionBlockProps {
  open: OpenQuestion
  stale: boolean
  /** Who asks, such as a link to the task. */
  who: ReactNode
}

/** The question of an agent, with a button for each option. It disappears when the agent has the answer. */
export function QuestionBlock({ open: { session, question }, stale, who }: QuestionBlockProps) {
  const allowed = useMayOperate()
  const { act, busy, state } = useAct(ANSWER_QUESTION, (data) => data.answerQuestion)
  const [messageIds] = useState(() => question.optionIds.map(newId))
  const [sent, setSent] = useState<string | null>(null)
  const answer = async (index: number) => {
    const [optionId = '', messageId = ''] = [question.optionIds[index], messageIds[index]]
    const done = await act({ sessionId: session.id, askId: question.askId, optionId, messageId })
    if (done !== null) setSent(question.optionLabels[index] ?? optionId)
  }
  return (
    <article className="px-6 py-2.5 max-[719px]:px-4" aria-label="A question waits for an answer">
      <div className="flex gap-2">
        <StatusGlyph status="HELD" label="" className="mt-0.5" />
        <div className="min-w-0 flex-1">
          <p className="leading-[18px]">
            {who} <span className="text-(--text-2)">asks for permission and waits</span>
          </p>
          <p className="max-h-[108px] overflow-y-auto font-mono text-[11.5px] leading-[18px] break-words whitespace-pre-wrap">
            {question.text}
          </p>
          {sent === null ? (
            <div className="mt-2 flex flex-wrap gap-2">
              {question.optionLabels.map((label, index) => (
                <Button
                  key={question.optionIds[index]}
                  disabled={stale || busy || !allowed}
                  onClick={() => void answer(index)}
                >
                  {label}
                </Button>
              ))}
            </div>
          ) : (
            <p role="status" className="mt-1 text-[12px] text-(--text-2)">
              You answered {sent}. The agent has not read it yet.
            </p>
          )}
          <div className="mt-2 empty:hidden">
            <ActNotice state={state} notDone="Not answered." notKnown="It is not known whether the answer was sent.">
              Choose the same option again: a repeated answer has no second effect.
            </ActNotice>
          </div>
        </div>
      </div>
    </article>
  )
}
